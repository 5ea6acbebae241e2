async function inner() {
  await new Promise((resolve) => setTimeout(resolve, 1))
  throw new Error('deep')
}
async function middle() {
  await inner()
}
class Service {
  static async start() {
    return await middle()
  }
}
try {
  await Service.start()
} catch (error) {
  console.log(error.stack)
}
const settled = await Promise.allSettled([middle(), Promise.any([Promise.reject(new Error('a')), Promise.reject(new Error('b'))])])
console.log(settled.map(({ reason }) => [reason.name, reason.message, reason.errors?.length]))
await middle()
