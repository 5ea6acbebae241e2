// What real Node signed verifies here, and there; what is signed here verifies; signatures that are always the same are the same.
const crypto = require('node:crypto')
const PEMS = {
  ed25519: '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIF5FPt4WNwlZe/sm9xB5ftOlA/05Bb9CkRvMrO1WSoo6\n-----END PRIVATE KEY-----\n',
  ed448: '-----BEGIN PRIVATE KEY-----\nMEcCAQAwBQYDK2VxBDsEOSFqy5H6CqCAarijHUqrqxXdqiDkRvUGdCjtvOV05ecq\neyz9TckKXL+nTxI4bHFGrbRQxAHDNGZ6kA==\n-----END PRIVATE KEY-----\n',
  p256: '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgJmmct8fWJOGWBCoj\nWCqBuTA8TESU7lidRSj9b3+ArZehRANCAAT1DdzRhtkpd50XOYnXCuANuATCpxq9\n8qcW+Xo0+IR5AfLIwmLhQBPGduxRlc5r9E7ATuINFgY2Zj4Bi28vyJ2z\n-----END PRIVATE KEY-----\n',
  p384: '-----BEGIN PRIVATE KEY-----\nMIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDCbM3luzu2M//Rg8HOl\nm12K8sxdmHd5Sg+kUgAe3nbNCkCm4iaDIeS/LS2PLiFYlN2hZANiAAQAl/qowWd6\nMGF/VRfTX4RB20DFAx3rR2/PTFyXbuI4p6ur6Qb5DjUW4ky9YQI+gl7NytmGyJG6\nuAQH7HhLKM0njmR44a5CYFV8MahDsuBU1xbMVxcPWxWjhYxSd9pLuvQ=\n-----END PRIVATE KEY-----\n',
  p521: '-----BEGIN PRIVATE KEY-----\nMIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIB8uK9in/U5Katv5SM\nG4aMEyADUBy2HpEEwV+ooeEveLvDxtW1lwgyv41OMN2U0j0VLCzUObq5KCTiFj1T\nkytATHGhgYkDgYYABAH9/bQ+kKbkuPR5iO+H7H9yKmpJdyXdmPUS8qo6+C0JmEip\nxNcSTlBEg0xMhO6QUwnRDTz3noQZoM7vsQGRnFiitQBr2z8+zX7wspeCG1VoPgKX\nPaC10HuSWUQiQd4Gq/FfS+LMavilmmKfjEAckaW6d8qHvS2hq+j9QLkHICJCZiQF\nJQ==\n-----END PRIVATE KEY-----\n',
  secp256k1: '-----BEGIN PRIVATE KEY-----\nMIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQg85srKiKyxlyeBoedvA1o\nq+EnmxiBqSUTmHKjjj9nh/mhRANCAATiiVKvEFQ5zSZZVgaPCEL13RQpmHpFoT26\nknba3s99q5ngOWnmt0EhYeFv6CtFFYZ7IHaOQoMF5i9exgsdGIMt\n-----END PRIVATE KEY-----\n',
  rsa: '-----BEGIN PRIVATE KEY-----\nMIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBALypEw9haMoQ6E7T\nzYSlATDotaWNYdFBNJaVOlQwiTqBu0qvP8oUSh7hVS9grnw6CpwpCEW/S7Dgp4UN\nAEK3MgprXvbvymQG1YiyPMzUIwhfA89hxkjowSD2tSwGfNTO4SSK9ZTnFQyWO0WD\nHkchrs5E0bYbL2YMPC7xut4dxleHAgMBAAECgYEAgGUo3ZzTrkGXeJ5ZDl8l0l1t\n0j/IRJt16M2ips1pd3H3PzrJ1QO99gow6U+JMG5n7iNWx/EK2FPsbnaMqNr4qEdm\n8wKNef6AfOh8ZFI9I4/FvW7mj4DAq/biWtefoNu0CqU1zG2nKO+r7KV5TQdqNNe5\nNN0LzTJKWtL5mPZD+8ECQQDiwMmcJBRZLk6dLQJ8vV3O52+yDXNGNe7Ti00KJEIW\n61LsoMTwRDDjqSJ4M5Yk7Yx1xRvAXDj3jRhRlHna7V0RAkEA1P5/X0lwxfawpXyh\n7j0B+P1iW3+Vu8wVkWLSSixIf0sP6NRWigdhqvGS8kVf/yiRwEZrvGI61R025dOx\n8T9LFwJASgWJSxF0GxDE1QZmc3YV838VtVgys07T4fbtdUwUzwqPDXQGFjEMjKUf\n/YFJmFB7s85emtMAPb+vmqIPjWpDIQJAFdsrrNZ3aQkAZWrdnvnJqwgtQKBd+BBg\nIjQWyh+zLMTCFC092BobzpPNdWjjCeba1fUj9wfJa7b8vCa1+sB47wJAElA4Wd2f\n8R8QZs3e0q8260vqKSAYGPf6SEbYJp8mDMzT/6Why+mfmrjQ1bGf+XnORB3dfBN2\nvuhr+ZLbHNSjQQ==\n-----END PRIVATE KEY-----\n',
}
const message = Buffer.from('what is signed')
for (const [name, pem] of Object.entries(PEMS)) {
  const key = crypto.createPrivateKey(pem)
  const open = crypto.createPublicKey(pem)
  const hashes = /^ed/.test(name) ? [null] : ['sha256', 'sha512', 'sha1', 'sha3-256']
  for (const hash of hashes)
    for (const options of name === 'rsa' ? [{}, { padding: 6 }, { padding: 6, saltLength: 8 }, { padding: 6, saltLength: -1 }] : [{}, { dsaEncoding: 'ieee-p1363' }]) {
      if (hash === 'sha512' && options.padding === 6 && options.saltLength === -1) continue // too long for so short a key
      const signature = crypto.sign(hash, message, { key, ...options })
      const fixed = /^ed/.test(name) || (name === 'rsa' && !options.padding)
      console.log(name, hash, options, fixed ? signature.toString('hex') : typeof signature.length)
      console.log(crypto.verify(hash, message, { key: open, ...options }, signature), crypto.verify(hash, Buffer.from('other'), { key: open, ...options }, signature), crypto.verify(hash, message, { key: open, ...options }, Buffer.from('nonsense')))
    }
  if (/^ed/.test(name)) continue
  const signature = crypto.createSign('RSA-SHA256').update('what is ').update('signed').sign(key)
  console.log(crypto.createVerify('SHA256').update(message).verify(open, signature), crypto.createVerify('SHA256').update('x').verify(open, signature))
}
const GIVEN = {
  ed25519: 'wpiXTWYV6RYEFLe7kuB8e8xM+mRxK/ZiINEFva64v7zSXJh4s/+7juwiqjh7okCQWocO5vJ64vSHp2L1065xBw==',
  ed448: '+514RB+K94kwzGFrzcToyJE5eVtWqpzcBmit4+F3CWdQR/RcOda2q/UVBQ3ihYDFv510RmM9WAOAKGMG5GqVav/lu+5YWF6yo2Y2ADiIFpRXD6yG3flk4zZgKm2t048hWcpUVmq+8ix/XmO6qwqETR8A',
  p256: 'MEUCIB1lqkJzUrRCz1SseMnoQnc3QUZokgm/Vu/KyOBppfKzAiEAvhMcRRXVUXWlnNitPzcuzPcY2d6G9rXa3qwcu5nr2aA=',
  p384: 'MGQCMC8qerQauNj905nDIRGAcciUkNY5SjVsC6lFOwfxaJp2Nhb2L1701Oss99sGF5+eyQIwLNuE9LYdZEc81EBkhHC0czMXFygBLJTVMgJm1fU7Cz8EOGc2k2HiSzG5UMOqp5Op',
  p521: 'MIGIAkIB+wM6sKE6oR7Kfx5o1Ta6wGx3SsssAMk5lHtgqlxPRsSBgWCwZ0fm77zgPHSLxQZPiq7hZr5i8ysz5y6qzPbM8UwCQgHdzncKvSMy2ESOTUByyW4smJucahsqsL2mh88GXrJef0lkBqQXE+VPbceGyA+pctkDS3IJxePfvjDvv2EezWKTwQ==',
  secp256k1: 'MEQCIFq7iZgXUw4ZmtVXd8sEM0p28dnJuT8ZbsdbUKzeV9ZAAiBiXxMeHOhNV/atupfWOkcxkQZWCeQIQ4TBA5vS0TF8aQ==',
  rsa: 'OuTHAMWtV2Pmx4+NBKN82VpbdpTx/KzKHa/WwapdgkamZDS0qxZzVXKGwYZ2CHnD7PuL1Uv4R6X+tMqyKNUjWCT6AAT9pRN/fdKqQea3L5kaMG57QjvBTcpOMOZ79J2PqTXO6CTUksxK4TEtYyCZ0Z6Ie+7dwGk22CLeZ5+Nk5U=',
}
for (const [name, text] of Object.entries(GIVEN))
  console.log(name, crypto.verify(/^ed/.test(name) ? null : 'sha256', message, { key: PEMS[name], padding: name === 'rsa' ? 6 : undefined }, Buffer.from(text, 'base64')))
const attempts = {
  'unknown hash': () => crypto.sign('nope', message, PEMS.p256),
  'hash of ed25519': () => crypto.sign('sha256', message, PEMS.ed25519),
  createSign: () => crypto.createSign('nope'),
  'createSign with ed25519': () => crypto.createSign('sha256').update('').sign(PEMS.ed25519),
  'no key': () => crypto.createSign('sha256').update('').sign(),
  'public key': () => crypto.sign('sha256', message, crypto.createPublicKey(PEMS.p256)),
}
for (const [name, attempt] of Object.entries(attempts))
  try {
    console.log(name, attempt())
  } catch (error) {
    console.log(name, error.name, error.code, error.message)
  }
crypto.sign('sha256', message, PEMS.p256, (error, signature) => {
  console.log(error)
  crypto.verify('sha256', message, crypto.createPublicKey(PEMS.p256), signature, (error, valid) => console.log(error, valid))
})
