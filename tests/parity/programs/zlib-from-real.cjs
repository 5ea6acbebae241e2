// What real Node compressed, a gzip file with name and comment among it.
const zlib = require('node:zlib')
const GIVEN = {
  inflate: 'eNorz0gsUShKTcxR8MtPSVVIzs8tKEotLk5N0VEoH5Ua2VIAQSzC7Q==',
  gunzip: 'H4sIAAAAAAAAAyvPSCxRKEpNzFHwy09JVUjOzy0oSi0uTk3RUSgflRrZUgD5YoCJHAIAAA==',
  unzip: 'H4sIGAAAAAAAA25hbWUudHh0AGNvbW1lbnQAK89ILFEoSk3MUfDLT0lVSM7PLShKLS5OTdFRKB+VGtlSAPligIkcAgAA',
  inflateRaw: 'K89ILFEoSk3MUfDLT0lVSM7PLShKLS5OTdFRKB+VGtlSAA==',
  brotliDecompress: 'GxsC+I3URvNaRvk25tQgZGVtUpBeCGsVmGgHJJQmMfafvgs=',
}
for (const [name, text] of Object.entries(GIVEN)) {
  const data = zlib[`${name}Sync`](Buffer.from(text, 'base64'))
  console.log(name, data.length, data.toString().slice(0, 30))
}
