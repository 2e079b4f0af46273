import { readFileSync } from "node:fs";

/** What Python says, from the file that tests/scripts/test_scripts.py has written. */
export const cases = JSON.parse(readFileSync(process.env.COURSE_CASES, "utf-8"));
