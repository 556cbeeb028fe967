/** What a port may be for. @see pkg/apis/core/validation supportedPortProtocols (v1.36) */
export const protocols = ['SCTP', 'TCP', 'UDP'];
