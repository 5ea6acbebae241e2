const fail = () => {
  const error = new Error('saved for later')
  error.code = 'ELATER'
  return error
}
const saved = fail()

function thrower() {
  throw saved
}
thrower()
