const headers = new Headers({ 'X-B': '2', 'x-a': '1' })
headers.append('x-a', '3')
headers.append('Set-Cookie', 'a=1')
headers.append('Set-Cookie', 'b=2')
console.log([...headers], headers.get('X-A'), headers.getSetCookie(), headers.get('none'))
console.log(headers, String(headers), Object.prototype.toString.call(headers))
headers.delete('x-b')
headers.forEach((value, name) => console.log(name, value))
console.log([...headers.keys()], [...headers.values()], [...headers.entries()].length)
for (const make of [
  () => new Headers({ 'a b': '1' }),
  () => new Headers({ a: 'b\n\0' }),
  () => new Headers([['a']]),
  () => new Headers('a'),
  () => headers.append('a'),
  () => Headers.prototype.get.call({}, 'a'),
])
  try {
    console.log([...make()])
  } catch (error) {
    console.log(error.name, error.message)
  }
