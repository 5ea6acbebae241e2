import { spawn } from 'node:child_process'
import { createWriteStream, renameSync, rmSync, statSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { DockerError, firstLine } from './docker.ts'

/**
 * Writes an image with all its layers to a file that `docker load` reads, compressed, and returns its length in bytes. The file gets its name once it
 * is complete. Throws a DockerError or a file system error.
 */
export async function exportImage(tag: string, file: string): Promise<number> {
  const part = `${file}.part`
  const docker = spawn('docker', ['save', tag], { stdio: ['ignore', 'pipe', 'pipe'] })
  let complaint = ''
  docker.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk
  })
  const ended = new Promise<number | null>((resolve) => docker.on('close', resolve))
  try {
    await pipeline(docker.stdout, createGzip({ level: 6 }), createWriteStream(part))
    if ((await ended) !== 0) throw new DockerError(`docker save ${tag} failed: ${firstLine(complaint)}`)
    renameSync(part, file)
    return statSync(file).size
  } finally {
    docker.kill()
    rmSync(part, { force: true })
  }
}
