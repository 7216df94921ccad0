// Scenarios that are hard to show: a long journey, and names that are no plain words.

/** Sixty steps in the five usual phases, with joins, loops and dead ends. */
export function longScenario(): string {
  const phases = ["awareness", "consideration", "conversion", "retention", "advocacy"];
  const lines = [
    "language: 1",
    "name: long_journey",
    "horizon: 90 days",
    "customers: 2000",
    "segments: {all: {share: 100%}}",
    "touchpoints:",
    "  email: {channel: email, cost: 0.01, owner: CRM team, purpose: tell}",
    "  web: {channel: web, direction: inbound, owner: shop team, purpose: sell}",
    "journey:",
  ];
  for (let index = 0; index < 60; ++index) {
    const step = (to: number) => `step_${String(Math.min(59, to) + 1).padStart(2, "0")}`;
    lines.push(
      `  ${step(index)}:`,
      `    phase: ${phases[Math.floor(index / 12)]}`,
      `    at: ${index % 3 ? "web" : "email"}`,
    );
    if (index === 59) lines.push("    goal: finish", "    end: done");
    else {
      lines.push(
        "    outcomes:",
        `      on: {chance: 0.7, after: exponential(mean=6 hours), go: ${step(index + 1)}}`,
      );
      if (index % 5 === 4) lines.push(`      back: {chance: 0.1, after: 1 day, go: ${step(index - 3)}}`);
      lines.push(
        index % 4 === 3 ? "      lost: {end: lost}" : `      jump: {go: ${step(index + 2 + (index % 3))}}`,
      );
    }
  }
  lines.push(
    "variants:",
    "  faster:",
    "    journey: {step_01: {outcomes: {on: {chance: 0.8}}}}",
    "metrics:",
    "  finish: {goal: finish, primary: true}",
    "  when: {time_to: finish}",
    "",
  );
  return lines.join("\n");
}

export const hostileStep = "</script><script>document.title='broken'</script>";

/** Names in Greek, Hungarian and Arabic, and names that would be markup if they were not text. */
export function namesScenario(): string {
  return `language: 1
name: 'Ταξίδι πελάτη · رحلة العميل'
description: 'Ügyfélút <b>félkövér</b> &amp; \u2028 sortörés'
horizon: 60 days
customers: 4000
segments:
  Πιστοί: {share: 60%, buy: 0.4}
  Új: {share: rest, buy: 0.2}
touchpoints:
  'ηλεκτρονικό ταχυδρομείο': {channel: email, cost: 0.01, owner: 'فريق التسويق', purpose: 'إعادة العملاء'}
journey:
  'رسالة ترحيب':
    at: 'ηλεκτρονικό ταχυδρομείο'
    phase: 'Ευαισθητοποίηση'
    outcomes:
      'فتح': {chance: 0.5, after: exponential(mean=1 day), go: "${hostileStep}"}
      'αγνόησε': {go: '<!-- emlékeztető levél őszi ügyfeleknek'}
  '<!-- emlékeztető levél őszi ügyfeleknek':
    phase: 'Ευαισθητοποίηση'
    outcomes:
      megnyitotta: {chance: 0.3, go: "${hostileStep}"}
      elveszett: {end: χαμένος}
  "${hostileStep}":
    phase: 'المبيعات'
    outcomes:
      'اشترى': {chance: buy, goal: 'αγορά', revenue: 20, end: 'عميل'}
      'έφυγε': {end: χαμένος}
variants:
  'πρώιμο μήνυμα':
    description: 'رسالة <i>أسرع</i>'
    journey: {'<!-- emlékeztető levél őszi ügyfeleknek': {outcomes: {megnyitotta: {chance: 0.45}}}}
metrics:
  μετατροπή: {goal: 'αγορά', primary: true}
  bevétel: {mean: revenue}
  'χρόνος': {time_to: 'αγορά'}
`;
}
