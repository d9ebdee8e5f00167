#!/bin/sh
# A stand-in for the vmaf command: writes its command line to "lines" beside it, reads both sides in step as the real one
# does, and reports of each frame constant scores under the real names of the features that it was asked for. What it does
# wrong stands in "mode" beside it; "fork" is there if it knows the fork's options.
dir=${0%/*}
case "${1:-}" in
--version) echo stand-in 1.0; exit 0 ;;
--help)
    echo 'usage: --reference --distorted --json'
    [ ! -e "$dir/fork" ] || echo ' --backend --precision'
    exit 1
    ;;
esac
echo "$*" >>"$dir/lines"
names=' '
score() { names="$names$1=$2 "; }
step=1
bits=8
while [ $# -gt 0 ]; do
    case "$1" in
    --reference) reference=$2 ;;
    --distorted) distorted=$2 ;;
    --output) output=$2 ;;
    --width) width=$2 ;;
    --height) height=$2 ;;
    --bitdepth) bits=$2 ;;
    --subsample) step=$2 ;;
    --model)
        case "$2" in version=vmaf_v9*) echo "problem loading model: ${2#*=}" >&2; exit 255 ;; esac
        score vmaf 97.4
        ;;
    --feature)
        weight=
        case "$2" in
        *motion_fps_weight=*)
            weight=${2##*motion_fps_weight=}
            weight=_mfw_$(printf %g "${weight%%:*}")
            ;;
        esac
        case "$2" in
        adm | adm_cuda)
            for name in adm2 adm3 adm_scale0 adm_scale1 adm_scale2 adm_scale3; do score integer_$name 0.9; done
            ;;
        vif | vif_cuda) for scale in 0 1 2 3; do score integer_vif_scale$scale 0.8; done ;;
        motion_v2_cuda*) score VMAF_integer_feature_motion_v2_sad_score$weight 2.5 ;;
        motion_cuda*) for name in motion2 motion3; do score integer_$name$weight 2; done ;;
        motion | motion=*)
            score VMAF_integer_feature_motion_sad_score$weight 2.5
            for name in motion2 motion3; do score integer_$name$weight 2; done
            ;;
        psnr | psnr_cuda) for plane in y cb cr; do score psnr_$plane $((6 * bits + 12)); done ;;
        float_ssim | float_ssim_cuda=*) score float_ssim 1 ;;
        float_ms_ssim | float_ms_ssim=* | float_ms_ssim_cuda) score float_ms_ssim 1 ;;
        cambi) score cambi 0.25 ;;
        cambi=eotf=pq) score cambi_eotf_pq 0.25 ;;
        ciede | ciede_cuda) score ciede2000 null ;;
        psnr_hvs | psnr_hvs_cuda) score psnr_hvs null ;;
        speed_temporal) score speed_temporal 0 ;;
        speed_chroma) for plane in u v uv; do score speed_chroma_$plane 0; done ;;
        *) echo "problem loading feature extractor: $2" >&2; exit 255 ;;
        esac
        ;;
    esac
    shift
done
mode=$(cat "$dir/mode" 2>/dev/null)
[ "$mode" != exits ] || { echo 'it is Monday' >&2; exit 1; }
[ "$mode" != chatters ] || head -c 1000000 /dev/zero | tr '\0' x

bytes=$((width * height + 2 * ((width + 1) / 2) * ((height + 1) / 2)))
[ "$bits" -eq 8 ] || bytes=$((2 * bytes))
read_frame() { [ "$(head -c $bytes | wc -c)" -eq $bytes ]; }
exec 3<"$reference" 4<"$distorted"
frames=0
while read_frame <&3 && read_frame <&4; do
    frames=$((frames + 1))
    [ "$mode" != hangs ] || [ $frames -lt 2 ] || {
        echo $$ >"$dir/pid.new"
        mv "$dir/pid.new" "$dir/pid"
        while :; do sleep 1; done
    }
    [ "$mode" != dies ] || [ $frames -lt 3 ] || kill -SEGV $$
    [ "$mode" != "is killed" ] || [ $frames -lt 3 ] || kill -KILL $$
done
[ "$mode" != drops ] && [ "$mode" != "drops at $height" ] || frames=$((frames - 1))
[ "$mode" != 'drops on the CPU' ] || case $names in *cambi*) frames=$((frames - 1)) ;; esac
[ "$mode" != forgets ] || names=$(echo "$names" | sed 's/ cambi=[^ ]*//')

[ "$mode" != 'hears noise' ] || names=$(echo "$names" | sed 's/ psnr_hvs=null/ psnr_hvs=40/')

metrics=$(for pair in $names; do printf '"%s": %s,' "${pair%%=*}" "${pair#*=}"; done)
{
    echo '{"version": "1", "fps": 1.0, "frames": ['
    frame=0
    while [ $frame -lt $frames ]; do
        [ $frame -eq 0 ] || echo ,
        echo "{\"frameNum\": $frame, \"metrics\": {${metrics%,}}}"
        frame=$((frame + step))
    done
    [ "$mode" = tears ] || echo '], "pooled_metrics": {}, "aggregate_metrics": {}}'
} >"$output"
