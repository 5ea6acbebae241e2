// A module that is the text of its own address.
// differs: modules of data: URLs are not there yet; the error says so
const { default: five } = await import('data:text/javascript,export default 5')
console.log(five)
