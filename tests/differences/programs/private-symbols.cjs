// area: Objects
// difference: `Object.prototype` has extra symbols.
// why: Node's library stores data on objects under V8's private symbols, which JavaScript doesn't have. Programs can read and write nothing through these.
console.log(Object.getOwnPropertySymbols(Object.prototype).length > 0)
