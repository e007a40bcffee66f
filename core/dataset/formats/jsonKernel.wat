;; Escapes a text's bytes as JSON has them (RFC 8259, section 7), 16 bytes looked at at a time.
;; Compiled by scripts/compileKernels.mjs into jsonKernel.ts.
(module
  ;; First, by byte, 0 or what follows the backslash, which the caller puts there; then what else the caller puts there.
  (memory (export "memory") 1)

  ;; Bytes from `at` to `end`, escaped, go to `to`, and up to 15 more, which what follows is written over. Returns their end.
  (func (export "escape") (param $at i32) (param $end i32) (param $to i32) (result i32)
    (local $bytes v128) (local $found i32) (local $byte i32) (local $form i32)
    (block $done
      (loop $next
        (block $one
          (loop $plain
            (br_if $one (i32.gt_u (i32.add (local.get $at) (i32.const 16)) (local.get $end)))
            (local.set $bytes (v128.load (local.get $at)))
            (v128.store (local.get $to) (local.get $bytes))
            (local.set $found (i8x16.bitmask (v128.or
              (i8x16.lt_u (local.get $bytes) (i8x16.splat (i32.const 0x20)))
              (v128.or
                (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0x22)))
                (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0x5c)))))))
            ;; All 16 where none is found: the bit behind the mask.
            (local.set $found (i32.ctz (i32.or (local.get $found) (i32.const 0x10000))))
            (local.set $at (i32.add (local.get $at) (local.get $found)))
            (local.set $to (i32.add (local.get $to) (local.get $found)))
            (br_if $plain (i32.eq (local.get $found) (i32.const 16)))))
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $byte (i32.load8_u (local.get $at)))
        (local.set $form (i32.load8_u (local.get $byte)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (if (i32.eqz (local.get $form))
          (then
            (i32.store8 (local.get $to) (local.get $byte))
            (local.set $to (i32.add (local.get $to) (i32.const 1)))
            (br $next)))
        (i32.store16 (local.get $to) (i32.or (i32.const 0x5c) (i32.shl (local.get $form) (i32.const 8))))
        (local.set $to (i32.add (local.get $to) (i32.const 2)))
        ;; After a `u`, 00 and two digits.
        (if (i32.eq (local.get $form) (i32.const 0x75))
          (then
            (local.set $form (i32.and (local.get $byte) (i32.const 15)))
            (i32.store (local.get $to) (i32.or
              (i32.or (i32.const 0x303030) (i32.shl (i32.shr_u (local.get $byte) (i32.const 4)) (i32.const 16)))
              (i32.shl
                (i32.add (local.get $form) (select (i32.const 0x57) (i32.const 0x30) (i32.gt_u (local.get $form) (i32.const 9))))
                (i32.const 24))))
            (local.set $to (i32.add (local.get $to) (i32.const 4)))))
        (br $next)))
    (local.get $to)))
