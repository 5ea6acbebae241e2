// differs in Chromium: the excerpt above an uncaught error shows where the error was created, not where it was thrown
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
