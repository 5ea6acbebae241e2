const { getCallSites } = require('node:util')
Error.prepareStackTrace = () => 'must not be asked'
function named() {
  return getCallSites(2)
}
for (const { functionName, scriptName, lineNumber, columnNumber } of named())
  console.log(functionName, scriptName === __filename, lineNumber, columnNumber)
console.log(getCallSites(1).length, Object.keys(getCallSites()[0]))
const { Buffer } = require('node:buffer')
console.log(Buffer.from('abc').fill('', 1).toString('hex'))
