/** Does the work twice, first to warm up, and says when the second time begins and ends: whoever started the program has the clock. */
export async function timed(work) {
  const rounds = Number(process.argv[2])
  await work(Math.ceil(rounds / 4))
  console.log('begin')
  await work(rounds)
  console.log('end')
  process.exit(0)
}
