;; The two loops of the semantic index that everything waits for, with 128-bit vector instructions.
;; Compiled by scripts/compileKernels.mjs into semanticKernel.ts.
(module
  (import "index" "memory" (memory 1))

  ;; Dot product of two vectors of signed bytes. $length is a multiple of 16. Exact for up to 65,536 dimensions.
  (func $dot (export "dot") (param $left i32) (param $right i32) (param $length i32) (result i32)
    (local $sum v128) (local $a v128) (local $b v128) (local $end i32)
    (local.set $end (i32.add (local.get $left) (local.get $length)))
    (loop $next
      (local.set $a (v128.load (local.get $left)))
      (local.set $b (v128.load (local.get $right)))
      (local.set $sum (i32x4.add (local.get $sum) (i32x4.add
        (i32x4.dot_i16x8_s (i16x8.extend_low_i8x16_s (local.get $a)) (i16x8.extend_low_i8x16_s (local.get $b)))
        (i32x4.dot_i16x8_s (i16x8.extend_high_i8x16_s (local.get $a)) (i16x8.extend_high_i8x16_s (local.get $b))))))
      (local.set $left (i32.add (local.get $left) (i32.const 16)))
      (local.set $right (i32.add (local.get $right) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $left) (local.get $end))))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
      (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum)))))

  ;; Hamming distances of one sketch of 512 bits to $count others, 16 bits each at $distances; counts them in $histogram, 32 bits each.
  (func (export "distances") (param $query i32) (param $sketches i32) (param $count i32) (param $distances i32) (param $histogram i32)
    (local $q0 v128) (local $q1 v128) (local $q2 v128) (local $q3 v128) (local $bits v128)
    (local $distance i32) (local $slot i32) (local $end i32)
    (if (i32.eqz (local.get $count)) (then (return)))
    (local.set $q0 (v128.load (local.get $query)))
    (local.set $q1 (v128.load offset=16 (local.get $query)))
    (local.set $q2 (v128.load offset=32 (local.get $query)))
    (local.set $q3 (v128.load offset=48 (local.get $query)))
    (local.set $end (i32.add (local.get $sketches) (i32.shl (local.get $count) (i32.const 6))))
    (loop $next
      ;; 4 times at most 8 bits a byte: no byte overflows.
      (local.set $bits (i8x16.add
        (i8x16.add
          (i8x16.popcnt (v128.xor (local.get $q0) (v128.load (local.get $sketches))))
          (i8x16.popcnt (v128.xor (local.get $q1) (v128.load offset=16 (local.get $sketches)))))
        (i8x16.add
          (i8x16.popcnt (v128.xor (local.get $q2) (v128.load offset=32 (local.get $sketches))))
          (i8x16.popcnt (v128.xor (local.get $q3) (v128.load offset=48 (local.get $sketches)))))))
      (local.set $bits (i32x4.extadd_pairwise_i16x8_u (i16x8.extadd_pairwise_i8x16_u (local.get $bits))))
      (local.set $distance (i32.add
        (i32.add (i32x4.extract_lane 0 (local.get $bits)) (i32x4.extract_lane 1 (local.get $bits)))
        (i32.add (i32x4.extract_lane 2 (local.get $bits)) (i32x4.extract_lane 3 (local.get $bits)))))
      (i32.store16 (local.get $distances) (local.get $distance))
      (local.set $slot (i32.add (local.get $histogram) (i32.shl (local.get $distance) (i32.const 2))))
      (i32.store (local.get $slot) (i32.add (i32.load (local.get $slot)) (i32.const 1)))
      (local.set $distances (i32.add (local.get $distances) (i32.const 2)))
      (local.set $sketches (i32.add (local.get $sketches) (i32.const 64)))
      (br_if $next (i32.lt_u (local.get $sketches) (local.get $end)))))

  ;; Writes the positions, plus $first, of the distances up to $most; returns the end of what was written.
  (func (export "within") (param $distances i32) (param $count i32) (param $most i32) (param $first i32) (param $out i32) (result i32)
    (local $position i32) (local $limit v128)
    (local.set $limit (i16x8.splat (local.get $most)))
    (block $done
      (loop $eight
        (br_if $done (i32.ge_u (local.get $position) (local.get $count)))
        (if (v128.any_true (i16x8.le_u (v128.load (local.get $distances)) (local.get $limit)))
          (then (local.set $out (call $some (local.get $distances) (local.get $position) (local.get $count) (local.get $most) (local.get $first) (local.get $out)))))
        (local.set $distances (i32.add (local.get $distances) (i32.const 16)))
        (local.set $position (i32.add (local.get $position) (i32.const 8)))
        (br $eight)))
    (local.get $out))

  ;; The same for up to eight of them, one by one.
  (func $some (param $distances i32) (param $position i32) (param $count i32) (param $most i32) (param $first i32) (param $out i32) (result i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $position) (i32.const 8)))
    (if (i32.gt_u (local.get $end) (local.get $count)) (then (local.set $end (local.get $count))))
    (loop $next
      (if (i32.le_u (i32.load16_u (local.get $distances)) (local.get $most))
        (then
          (i32.store (local.get $out) (i32.add (local.get $first) (local.get $position)))
          (local.set $out (i32.add (local.get $out) (i32.const 4)))))
      (local.set $distances (i32.add (local.get $distances) (i32.const 2)))
      (local.set $position (i32.add (local.get $position) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $position) (local.get $end))))
    (local.get $out)))
