const protobuf = require('protobufjs')

const { root } = protobuf.parse(`syntax = "proto3"; package demo;
enum Kind { NONE = 0; SENSOR = 1; }
message Reading { string name = 1; sint64 change = 2; repeated double values = 3; map<string, uint32> counts = 4; oneof at { Kind kind = 5; bytes raw = 6; } }`)
const Reading = root.lookupType('demo.Reading')
const reading = { name: 'kitchen', change: -5, values: [1.5, -2], counts: { a: 1, b: 300 }, kind: 1 }
console.log(Reading.verify(reading), Reading.verify({ name: 7 }))
const bytes = Reading.encode(Reading.fromObject(reading)).finish()
console.log(Buffer.from(bytes).toString('hex'))
console.log(Reading.toObject(Reading.decode(bytes), { enums: String, longs: String, oneofs: true }))
try {
  Reading.decode(bytes.subarray(0, 12))
} catch (error) {
  console.log(error.name, error.message)
}
console.log(protobuf.util.Long === undefined, Buffer.isBuffer(bytes))
