// What a deck takes at most (server/bank/deck.py, server/core/content.py), said before anything is lost.
import { PART_NAMES, PARTS } from "./work.js";

export const LIMITS = {
  body: 20_000, point: 400, points: 12, topic: 60, topics: 12,
  title: 200, language: 35, source: 400, licence: 400, author: 400, description: 20_000,
};
const ABOUT_NAMES = { title: "title", language: "language", source: "source", licence: "licence", author: "author", description: "description" };

/** Return what of a question is more than a deck takes, as sentences. */
export function troubles(question) {
  const found = [];
  if (!question.prompt?.trim()) found.push("It has no text yet: write the question, or drop it.");
  for (const part of PARTS) {
    const text = part === "prompt" ? withChoices(question) : question[part];
    if (longer(text, LIMITS.body)) {
      found.push(`“${PART_NAMES[part]}” has ${count(text)} characters; a deck takes ${LIMITS.body.toLocaleString("en")}. Shorten it or split the question.`);
    }
  }
  if (question.points.length > LIMITS.points) found.push(`It has ${question.points.length} talking points; a deck takes ${LIMITS.points}.`);
  if (question.points.some((point) => longer(point, LIMITS.point))) found.push(`A talking point has more than ${LIMITS.point} characters.`);
  if (question.topics.length > LIMITS.topics) found.push(`It has ${question.topics.length} topics; a deck takes ${LIMITS.topics}.`);
  if (question.topics.some((topic) => longer(topic, LIMITS.topic))) found.push(`A topic has more than ${LIMITS.topic} characters.`);
  return found;
}

/** Return what is wrong with what is said about the deck, as sentences by field. */
export function aboutTroubles(about) {
  const found = {};
  for (const [field, name] of Object.entries(ABOUT_NAMES)) {
    if (longer(about[field], LIMITS[field])) found[field] = `The ${name} has ${count(about[field])} characters; a deck takes ${LIMITS[field].toLocaleString("en")}.`;
  }
  if (!about.title.trim()) found.title = "Give the deck a title.";
  return found;
}

function withChoices({ prompt, choices }) {
  return [prompt, choices.map((one) => `- ${one.label}: ${one.text.replaceAll("\n", "\n  ")}`).join("\n")].filter(Boolean).join("\n\n");
}

function longer(text, most) {
  return Boolean(text) && text.length > most && [...text].length > most;
}

function count(text) {
  return [...text].length.toLocaleString("en");
}
