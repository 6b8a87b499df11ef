/** How a telephone number is shown, everywhere on the page. */

const ISRAELI = /^972([2-9]\d{7,8}|1\d{7,9})$/;

/** E.164 as people at home dial it, as `telephony.model.phones.local` has it; SIP names as they are. */
export function local(number) {
  const dialled = ISRAELI.exec(number)?.[1];
  if (dialled === undefined) return String(number);
  return dialled.startsWith("1") ? dialled : `0${dialled}`;
}
