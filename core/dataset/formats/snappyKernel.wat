;; Packs bytes with Snappy (google/snappy, format_description.txt), 5 bytes looked up at a time.
;; Compiled by scripts/compileKernels.mjs into snappyKernel.ts.
(module
  ;; First the table, then what the caller puts there. A slot of the table holds the lower 16 bits of the place that was last looked up there: the nearest
  ;; one behind with these bits is within what a copy reaches, and within the input, which begins at a multiple of 65,536.
  (memory (export "memory") 1)

  ;; Writes bytes as they are, and up to 15 more, which what follows is written over.
  (func $literal (param $from i32) (param $length i32) (param $to i32) (result i32)
    (local $rest i32) (local $end i32)
    (local.set $rest (i32.sub (local.get $length) (i32.const 1)))
    (if (i32.lt_u (local.get $rest) (i32.const 60))
      (then
        (i32.store8 (local.get $to) (i32.shl (local.get $rest) (i32.const 2)))
        (local.set $to (i32.add (local.get $to) (i32.const 1))))
      (else
        ;; Bytes that its length takes.
        (local.set $end (i32.sub (i32.const 4) (i32.shr_u (i32.clz (local.get $rest)) (i32.const 3))))
        (i32.store8 (local.get $to) (i32.shl (i32.add (i32.const 59) (local.get $end)) (i32.const 2)))
        (i32.store offset=1 (local.get $to) (local.get $rest))
        (local.set $to (i32.add (i32.add (local.get $to) (i32.const 1)) (local.get $end)))))
    (local.set $end (i32.add (local.get $to) (local.get $length)))
    (loop $more
      (v128.store (local.get $to) (v128.load (local.get $from)))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br_if $more (i32.lt_u (local.get $to) (local.get $end))))
    (local.get $end))

  ;; Writes that bytes are there again, so far behind: 64 or 60 of them, and of the rest both forms are made, since which it is can't be foreseen.
  (func $copy (param $offset i32) (param $length i32) (param $to i32) (result i32)
    (local $isNear i32)
    (block $last
      (loop $long
        (br_if $last (i32.lt_u (local.get $length) (i32.const 68)))
        (i32.store (local.get $to) (i32.or (i32.const 0xfe) (i32.shl (local.get $offset) (i32.const 8))))
        (local.set $to (i32.add (local.get $to) (i32.const 3)))
        (local.set $length (i32.sub (local.get $length) (i32.const 64)))
        (br $long)))
    (if (i32.gt_u (local.get $length) (i32.const 64))
      (then
        (i32.store (local.get $to) (i32.or (i32.const 0xee) (i32.shl (local.get $offset) (i32.const 8))))
        (local.set $to (i32.add (local.get $to) (i32.const 3)))
        (local.set $length (i32.sub (local.get $length) (i32.const 60)))))
    (local.set $isNear (i32.and
      (i32.lt_u (local.get $length) (i32.const 12))
      (i32.lt_u (local.get $offset) (i32.const 2048))))
    (i32.store (local.get $to) (select
      (i32.or
        (i32.or (i32.const 1) (i32.shl (i32.sub (local.get $length) (i32.const 4)) (i32.const 2)))
        (i32.or
          (i32.shl (i32.shr_u (local.get $offset) (i32.const 8)) (i32.const 5))
          (i32.shl (i32.and (local.get $offset) (i32.const 0xff)) (i32.const 8))))
      (i32.or
        (i32.or (i32.const 2) (i32.shl (i32.sub (local.get $length) (i32.const 1)) (i32.const 2)))
        (i32.shl (local.get $offset) (i32.const 8)))
      (local.get $isNear)))
    (i32.sub (i32.add (local.get $to) (i32.const 3)) (local.get $isNear)))

  ;; Where bytes end that are the same so far behind.
  (func $same (param $at i32) (param $offset i32) (param $end i32) (result i32)
    (local $differing i64)
    (block $last
      (loop $eight
        (br_if $last (i32.gt_u (i32.add (local.get $at) (i32.const 8)) (local.get $end)))
        (local.set $differing (i64.xor
          (i64.load (local.get $at))
          (i64.load (i32.sub (local.get $at) (local.get $offset)))))
        (if (i64.ne (local.get $differing) (i64.const 0))
          (then (return (i32.add (local.get $at)
            (i32.wrap_i64 (i64.shr_u (i64.ctz (local.get $differing)) (i64.const 3)))))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br $eight)))
    (loop $one
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then (if
          (i32.eq
            (i32.load8_u (local.get $at))
            (i32.load8_u (i32.sub (local.get $at) (local.get $offset))))
          (then
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (br $one))))))
    (local.get $at))

  ;; How many bytes there are, seven bits a byte, the lowest first.
  (func $size (param $length i32) (param $to i32) (result i32)
    (loop $more
      (if (i32.ge_u (local.get $length) (i32.const 0x80))
        (then
          (i32.store8 (local.get $to) (i32.or (local.get $length) (i32.const 0x80)))
          (local.set $to (i32.add (local.get $to) (i32.const 1)))
          (local.set $length (i32.shr_u (local.get $length) (i32.const 7)))
          (br $more))))
    (i32.store8 (local.get $to) (local.get $length))
    (i32.add (local.get $to) (i32.const 1)))

  ;; Packs what is at $from, a multiple of 65,536; returns the end of what was written. The slot of five bytes is the upper bits of their product with
  ;; LZ4's multiplier. It is written out each time, since a call would take longer than the rest of a look.
  (func (export "pack") (param $from i32) (param $length i32) (param $to i32) (result i32)
    (local $end i32) (local $limit i32) (local $written i32) (local $at i32) (local $next i32) (local $skip i32)
    (local $slot i32) (local $offset i32)
    (local.set $to (call $size (local.get $length) (local.get $to)))
    (local.set $written (local.get $from))
    (local.set $end (i32.add (local.get $from) (local.get $length)))
    (block $done
      (br_if $done (i32.lt_u (local.get $length) (i32.const 15)))
      (memory.fill (i32.const 0) (i32.const 0) (i32.const 32768))
      ;; No copy begins behind it: eight bytes can be read up to there.
      (local.set $limit (i32.sub (local.get $end) (i32.const 15)))
      (local.set $at (i32.add (local.get $from) (i32.const 1)))
      (loop $search
        ;; Of what has been searched in vain for long, less and less is looked up.
        (local.set $skip (i32.const 32))
        (local.set $next (local.get $at))
        (loop $probe
          (local.set $at (local.get $next))
          (br_if $done (i32.gt_u (local.get $at) (local.get $limit)))
          (local.set $next (i32.add (local.get $at) (i32.shr_u (local.get $skip) (i32.const 5))))
          (local.set $skip (i32.add (local.get $skip) (i32.const 1)))
          (local.set $slot (i32.shl
            (i32.wrap_i64 (i64.shr_u
              (i64.mul (i64.shl (i64.load (local.get $at)) (i64.const 24)) (i64.const 889523592379))
              (i64.const 50)))
            (i32.const 1)))
          (local.set $offset (i32.and (i32.sub (local.get $at) (i32.load16_u (local.get $slot))) (i32.const 0xffff)))
          (i32.store16 (local.get $slot) (local.get $at))
          (br_if $probe (i32.ne
            (i32.load (local.get $at))
            (i32.load (i32.sub (local.get $at) (local.get $offset)))))
          (br_if $probe (i32.eqz (local.get $offset))))
        (local.set $to (call $literal
          (local.get $written)
          (i32.sub (local.get $at) (local.get $written))
          (local.get $to)))
        (loop $match
          (local.set $written (call $same
            (i32.add (local.get $at) (i32.const 4))
            (local.get $offset)
            (local.get $end)))
          (local.set $to (call $copy
            (local.get $offset)
            (i32.sub (local.get $written) (local.get $at))
            (local.get $to)))
          (local.set $at (local.get $written))
          (br_if $done (i32.ge_u (local.get $at) (local.get $limit)))
          (i32.store16
            (i32.shl
              (i32.wrap_i64 (i64.shr_u
                (i64.mul (i64.shl (i64.load (i32.sub (local.get $at) (i32.const 1))) (i64.const 24)) (i64.const 889523592379))
                (i64.const 50)))
              (i32.const 1))
            (i32.sub (local.get $at) (i32.const 1)))
          (local.set $slot (i32.shl
            (i32.wrap_i64 (i64.shr_u
              (i64.mul (i64.shl (i64.load (local.get $at)) (i64.const 24)) (i64.const 889523592379))
              (i64.const 50)))
            (i32.const 1)))
          (local.set $offset (i32.and (i32.sub (local.get $at) (i32.load16_u (local.get $slot))) (i32.const 0xffff)))
          (i32.store16 (local.get $slot) (local.get $at))
          (br_if $match (i32.and
            (i32.eq (i32.load (local.get $at)) (i32.load (i32.sub (local.get $at) (local.get $offset))))
            (i32.ne (local.get $offset) (i32.const 0)))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $search)))
    (if (result i32) (i32.lt_u (local.get $written) (local.get $end))
      (then (call $literal
        (local.get $written)
        (i32.sub (local.get $end) (local.get $written))
        (local.get $to)))
      (else (local.get $to)))))
