import {readdir, readlink} from 'node:fs/promises'

/** Kills all processes whose working directory is below a folder, such as servers that were started as daemons. */
export async function killServersIn(folder: string): Promise<void> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  await Promise.all(
    ids.map(async (id) => {
      const place = await readlink(`/proc/${id}/cwd`).catch(() => '')
      if (!place.startsWith(`${folder}/`)) return
      try {
        process.kill(Number(id), 'SIGKILL')
      } catch {
        // It has ended meanwhile.
      }
    }),
  )
}
