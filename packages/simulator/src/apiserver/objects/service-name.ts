/** On EndpointSlices: the Service that they are of. */
export const serviceNameLabel = 'kubernetes.io/service-name';
