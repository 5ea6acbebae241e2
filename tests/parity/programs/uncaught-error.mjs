function inner(value) {
  if (value > 1) throw new RangeError(`too large: ${value}`)
}
function outer() {
  inner(2)
}
console.log('before')
outer()
console.log('after')
