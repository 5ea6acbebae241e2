// area: Objects
// difference: `URLPattern` is not supported yet.
// why: It is C++ in Node.
try {
  console.log(new URLPattern({ pathname: '/users/:id' }).exec('http://a/users/7').pathname.groups.id)
} catch ({ message }) {
  console.log(message)
}
