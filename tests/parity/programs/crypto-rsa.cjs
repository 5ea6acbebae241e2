// RSA: encryption both ways with every padding, and a pair made here.
const crypto = require('node:crypto')
const { publicKey, privateKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 1024, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } })
console.log(publicKey.split('\n')[0], privateKey.split('\n')[0], crypto.createPublicKey(publicKey).asymmetricKeyDetails)
const text = Buffer.from('a short secret')
for (const options of [{}, { oaepHash: 'sha256' }, { oaepHash: 'sha1', oaepLabel: Buffer.from('label') }, { padding: crypto.constants.RSA_PKCS1_PADDING }])
  console.log(options, crypto.privateDecrypt({ key: privateKey, ...options }, crypto.publicEncrypt({ key: publicKey, ...options }, text)).toString())
console.log(crypto.publicDecrypt(publicKey, crypto.privateEncrypt(privateKey, text)).toString())
const whole = Buffer.alloc(128, 1)
console.log(crypto.privateDecrypt({ key: privateKey, padding: 3 }, crypto.publicEncrypt({ key: publicKey, padding: 3 }, whole)).equals(whole))
for (const attempt of [() => crypto.publicEncrypt(publicKey, Buffer.alloc(128)), () => crypto.publicEncrypt({ key: publicKey, padding: 1 }, Buffer.alloc(118)), () => crypto.publicEncrypt({ key: publicKey, padding: 3 }, text)])
  try {
    console.log(attempt())
  } catch (error) {
    console.log(error.name, error.code)
  }
crypto.generateKeyPair('rsa-pss', { modulusLength: 1024, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256', saltLength: 16 }, (error, pub, priv) => {
  console.log(error, pub.asymmetricKeyType, pub.asymmetricKeyDetails)
  console.log(crypto.verify('sha256', text, pub, crypto.sign('sha256', text, priv)))
})
