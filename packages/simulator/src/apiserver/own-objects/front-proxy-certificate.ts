/** The certificate of the authority for extension API servers' proxies: made once, as `authorityCertificate` was. */
export const frontProxyCertificate = `-----BEGIN CERTIFICATE-----
MIIBhTCCASugAwIBAgIIH2pEsMLZfjUwCgYIKoZIzj0EAwIwGTEXMBUGA1UEAwwO
ZnJvbnQtcHJveHktY2EwHhcNMjYwMTAxMDAwMDAwWhcNMzUxMjMwMDAwMDAwWjAZ
MRcwFQYDVQQDDA5mcm9udC1wcm94eS1jYTBZMBMGByqGSM49AgEGCCqGSM49AwEH
A0IABJag4yyf5ANbKzPGv6xTg/nf1aaH+n/8qjb/ypIsAAuO75lgPhVmsallLsuN
h9ECmlbV5rGyj8AN21l930D68VCjXTBbMA4GA1UdDwEB/wQEAwICpDAPBgNVHRMB
Af8EBTADAQH/MB0GA1UdDgQWBBRSZDh7xO+4kAD5zyD3gx6y0ebRuzAZBgNVHREE
EjAQgg5mcm9udC1wcm94eS1jYTAKBggqhkjOPQQDAgNIADBFAiAaS/aDbm+14Up9
IcE1kEjLKHPgw4xpQyusxo3U0L610wIhAM3N91lJmai17Rt+kZK4JNamdMl1R80v
5qiU7O4nlzua
-----END CERTIFICATE-----
`;
