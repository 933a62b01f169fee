import { isValid } from "@telegram-apps/init-data-node";
import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { InitDataFault, SignInFault } from "../../core/errors.js";
import { checkInitData, InitDataError } from "./init-data.js";

const OWN = {
  token: "123456:TEST-TOKEN",
  at: 1740830400,
  raw: "auth_date=1740830400&query_id=AAF42&user=%7B%22id%22%3A42%2C%22first_name%22%3A%22Zo%C3%AB+%F0%9F%8F%87%22%2C%22allows_write_to_pm%22%3Atrue%7D&signature=AAAA&hash=25459a99bc08c3b23fead84077345ed998aa29264772d7af7547191177098ccf",
};
const V1 = {
  token: "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8",
  at: 1662771648,
  raw: "query_id=AAHdF6IQAAAAAN0XohDhrOrc&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%22%2C%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C%22is_premium%22%3Atrue%7D&auth_date=1662771648&hash=c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2",
};
const V3 = {
  token: "7000000001:AAF-test_token_for_vectors_only_000000000",
  at: 1790000000,
  raw: "user=%7B%22id%22%3A424242%2C%22first_name%22%3A%22Zo%C3%AB%20%2B%20%F0%9F%8F%81%22%2C%22last_name%22%3A%22%5C%2F%5C%5C%26%3D%22%2C%22username%22%3A%22zoe%22%2C%22language_code%22%3A%22pt-br%22%2C%22is_premium%22%3Atrue%2C%22allows_write_to_pm%22%3Atrue%2C%22photo_url%22%3A%22https%3A%5C%2F%5C%2Ft.me%5C%2Fi%5C%2Fuserpic%5C%2F320%5C%2Fx.svg%22%7D&chat_instance=-3788475317572404878&chat_type=supergroup&start_param=race_42&auth_date=1790000000&signature=yxMh829_z9A0yNSZzpJGbnq6gMVghI6XJOO0Eas1U2x7IZSyQx6hDOUb8koyVtR23l_p2YrJa7nnK3gIC5FQAQ&hash=59d6be7af87e65c208a70d425638536bdc1bd95a525b2e8b25049bdde408a39f",
};

function at(seconds: number): Date {
  return new Date(seconds * 1000);
}

function faultOf(raw: string, token: string, now: Date): SignInFault | "none" {
  try {
    checkInitData(raw, token, now);
    return "none";
  } catch (error) {
    if (error instanceof InitDataError) return error.fault;
    throw error;
  }
}

/** Signs fields as Telegram does, written apart from the code under test. */
function signed(fields: Record<string, string>, token: string): string {
  const text = Object.keys(fields)
    .sort()
    .map((key) => `${key}=${fields[key]}`)
    .join("\n");
  const secret = createHmac("sha256", "WebAppData").update(token).digest();
  const hash = createHmac("sha256", secret).update(text).digest("hex");
  return new URLSearchParams({ ...fields, hash }).toString();
}

describe("published vectors", () => {
  test.each([
    ["our own", OWN],
    ["V1", V1],
    ["V3", V3],
  ])("%s is valid at its own time, and expired today", (_, vector) => {
    expect(faultOf(vector.raw, vector.token, at(vector.at))).toBe("none");
    expect(faultOf(vector.raw, vector.token, at(vector.at + 3601))).toBe("too_old");
    expect(isValid(vector.raw, vector.token, { expiresIn: 0 })).toBe(true);
  });

  test("fields arrive decoded: a bare plus is a blank and %2B is a plus", () => {
    expect(checkInitData(OWN.raw, OWN.token, at(OWN.at)).user).toMatchObject({ id: 42, first_name: "Zoë 🏇" });
    const v3 = checkInitData(V3.raw, V3.token, at(V3.at));
    expect(v3.user).toMatchObject({ id: 424242, first_name: "Zoë + 🏁", last_name: "/\\&=" });
    expect(v3.startParam).toBe("race_42");
  });

  test("a hash made without `signature` is refused", () => {
    const stripped = OWN.raw.replace(
      /hash=.*/,
      "hash=ac521e3c3154733200bb7e844c4dd92a6554d8013fffbc1ea44b70395fc7352a",
    );
    expect(faultOf(stripped, OWN.token, at(OWN.at))).toBe("bad_hash");
  });

  test("stripping `signature` from the data is refused", () => {
    expect(faultOf(V3.raw.replace(/&signature=[^&]*/, ""), V3.token, at(V3.at))).toBe("bad_hash");
  });
});

describe("what must fail", () => {
  const hash = /hash=([0-9a-f]{64})/.exec(V1.raw)![1]!;
  test.each<[string, string, InitDataFault]>([
    ["one changed letter in the user", V1.raw.replace("vdkfrost", "vdkfrost2"), "bad_hash"],
    ["a hash of 63 digits", V1.raw.replace(hash, hash.slice(1)), "malformed"],
    ["a hash in upper case", V1.raw.replace(hash, hash.toUpperCase()), "malformed"],
    ["no hash", V1.raw.replace(/&hash=.*/, ""), "malformed"],
    ["the user twice", `${V1.raw}&user=%7B%22id%22%3A1%7D`, "repeated_key"],
    ["the hash twice", `${V1.raw}&hash=${hash}`, "repeated_key"],
    ["an empty string", "", "malformed"],
    ["4 KiB and one byte", `${V1.raw}&pad=${"x".repeat(4097 - V1.raw.length - 5)}`, "malformed"],
  ])("%s", (_, raw, fault) => {
    expect(faultOf(raw, V1.token, at(V1.at))).toBe(fault);
  });

  test("another bot's token", () => {
    expect(faultOf(V1.raw, OWN.token, at(V1.at))).toBe("bad_hash");
    expect(isValid(V1.raw, OWN.token, { expiresIn: 0 })).toBe(false);
  });

  test("exactly 4 KiB is still read", () => {
    const raw = `${V1.raw}&pad=${"x".repeat(4096 - V1.raw.length - 5)}`;
    expect(faultOf(raw, V1.token, at(V1.at))).toBe("bad_hash");
  });

  test.each([
    [-60, "none"],
    [-61, "from_the_future"],
    [3600, "none"],
    [3601, "too_old"],
  ] as const)("seen %i s after it was made: %s", (seconds, fault) => {
    expect(faultOf(V1.raw, V1.token, at(V1.at + seconds))).toBe(fault);
  });

  test.each(["abc", "", "1e9", "-5", "0x10", "17408304000000"])("an auth_date of %j", (text) => {
    const raw = signed({ auth_date: text, user: '{"id":1,"first_name":"A"}' }, OWN.token);
    expect(faultOf(raw, OWN.token, at(OWN.at))).not.toBe("none");
  });

  test.each([
    "{",
    "[]",
    '{"id":"1","first_name":"A"}',
    '{"id":9007199254740993,"first_name":"A"}',
    '{"id":0,"first_name":"A"}',
  ])("a rightly signed user of %s", (user) => {
    const raw = signed({ auth_date: String(OWN.at), user }, OWN.token);
    expect(faultOf(raw, OWN.token, at(OWN.at))).toBe("no_user");
  });
});

test("unknown fields are legal and take part in the hash", () => {
  const fields = {
    auth_date: String(OWN.at),
    user: '{"id":7,"first_name":"A"}',
    Zeta: "1",
    a_new_field: "é&=\n+",
    z: "",
  };
  const raw = signed(fields, OWN.token);
  expect(checkInitData(raw, OWN.token, at(OWN.at)).user.id).toBe(7);
  expect(isValid(raw, OWN.token, { expiresIn: 0 })).toBe(true);
  expect(faultOf(raw.replace("Zeta=1", "Zeta=2"), OWN.token, at(OWN.at))).toBe("bad_hash");
});
