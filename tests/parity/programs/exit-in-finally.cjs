process.on('exit', (code) => console.log('exit', code))
try {
  try {
    process.exit(3)
  } finally {
    console.log('must not be printed')
  }
} catch {
  console.log('must not be printed either')
  process.exit(4)
}
