/**
 * The certificate of the cluster's authority, the same in every cluster: it was made once, and its key was thrown away.
 * Unlike kubeadm's it holds an elliptic curve's key, which takes a third of the room.
 */
export const authorityCertificate = `-----BEGIN CERTIFICATE-----
MIIBeTCCAR+gAwIBAgIIK10MmnHj+EYwCgYIKoZIzj0EAwIwFTETMBEGA1UEAwwK
a3ViZXJuZXRlczAeFw0yNjAxMDEwMDAwMDBaFw0zNTEyMzAwMDAwMDBaMBUxEzAR
BgNVBAMMCmt1YmVybmV0ZXMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASVIqKC
B0KE4Gj4rhHner2olprhrP0o+Ai0eWGsXTqn7TzXW4bHiwrL9rE8ZxqT86taUrG2
oGd4Uc1mxMkq4bFWo1kwVzAOBgNVHQ8BAf8EBAMCAqQwDwYDVR0TAQH/BAUwAwEB
/zAdBgNVHQ4EFgQUYBurIdHF1rtl0BYhANi7R7A8K+AwFQYDVR0RBA4wDIIKa3Vi
ZXJuZXRlczAKBggqhkjOPQQDAgNIADBFAiBgyEjoIsvv3QVvh8ajI+u5NbKKhKwu
Cs9xWhXU0I4fcwIhAN3RM7qbbs4w4lvdeJ7jT3Vmms+v/2NalDSKADujhdhA
-----END CERTIFICATE-----
`;
