class ProtocolError extends Error {
  constructor(message, options) {
    super(message, options)
    this.name = 'ProtocolError'
    this.line = 7
  }
}
console.log(String(new ProtocolError('bad')), new ProtocolError('x') instanceof Error)
process.nextTick(() => {
  throw new ProtocolError('unexpected token', { cause: 'a string' })
})
