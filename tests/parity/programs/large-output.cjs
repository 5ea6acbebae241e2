for (let i = 0; i < 3000; i++) console.log(`line ${i} ${'.'.repeat(i % 80)}`)
process.stdout.write('end', () => console.error('flushed'))
