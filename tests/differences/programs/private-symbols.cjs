// area: Objects
// difference: `Object.prototype` has symbols of Node's own.
// why: V8 has private ones for what Node's library keeps at objects; JavaScript has not. Nothing can be read or written by them.
console.log(Object.getOwnPropertySymbols(Object.prototype).length > 0)
