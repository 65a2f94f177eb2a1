// Fails where the committed build (dist) is not what the source gives (target/dist).
import { readdirSync, readFileSync } from "node:fs";

const [committed, fresh] = ["dist", "target/dist"];
const names = new Set([...readdirSync(committed), ...readdirSync(fresh)]);
const different = [...names].filter((name) => bytesOf(committed, name) !== bytesOf(fresh, name));
if (different.length > 0) {
  console.error(`console/dist differs from what the source gives: ${different.join(", ")}.`);
  console.error("Run (npm run build) in console/ and commit dist.");
  process.exit(1);
}

function bytesOf(folder, name) {
  try {
    return readFileSync(`${folder}/${name}`, "base64");
  } catch {
    return "missing";
  }
}
