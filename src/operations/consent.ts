/** With --yes no time passes, and nothing needs to be read again. */
const ASKED_LONG_MS = 200

/**
 * Asks whether a proposal is to be carried out. A prompt may stay open for an hour: after a long one `refuseChange` looks
 * again, and throws when things are not as they were shown.
 */
export async function consentTo<Proposal>(
  proposal: Proposal,
  confirm: (proposal: Proposal) => Promise<boolean>,
  refuseChange: () => Promise<void>,
): Promise<boolean> {
  const asked = performance.now()
  if (!(await confirm(proposal))) return false
  if (performance.now() - asked > ASKED_LONG_MS) await refuseChange()
  return true
}
