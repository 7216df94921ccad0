# bash completes the words of journeylab. To use it: source scripts/completion/journeylab.bash

_journeylab() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb='' i
  for ((i = 1; i < COMP_CWORD; ++i)); do
    case ${COMP_WORDS[i]} in check | simulate | compare | size | experiment | analyze | report | calc)
      verb=${COMP_WORDS[i]}
      break
      ;;
    esac
  done
  local answer='--help --format --output --color'
  local run='--customers --seed --threads --confidence --variant --precision --executor --batch --vector-path'
  local experiment='--plan --replicates --precision --traffic --days --seed --threads --confidence --rows'
  local analyze='--analysis --arm --control --customers --conversion --retention --mean --average --ratio --time'
  analyze+=' --covariate --lower'
  analyze+=' --segment --split --confidence --adjust --force'
  local size='--metric --effect --baseline --mean --sd --arms --power --alpha --one-sided --correction --split'
  size+=' --design --looks --delta --cuped-correlation --cluster-size --cluster-variation --icc --traffic'
  size+=' --follow-up --days --customers --population --horizon --value-per-conversion --prior-sd --tests'
  size+=' --synthetic-customers --seed --threads --variant'
  local words='' files='!*.y?(a)ml'
  [[ $verb == analyze ]] && files='!*.csv?(.gz)'
  [[ $verb == report ]] && files='!*.json'
  case $before in
    --format) words='text json csv markdown' ;;
    --color) words='auto always never' ;;
    --executor) words='batch reference' ;;
    --plan) words='fixed obrien_fleming pocock wang_tsiatis spending always_valid peeking bayesian bandit' ;;
    --vector-path) words='portable sse4 avx2 avx512' ;;
    --adjust) words='holm bonferroni hochberg bh by none' ;;
    --correction) words='none bonferroni holm dunnett' ;;
    --design) words='fixed obrien_fleming pocock wang_tsiatis spending always_valid' ;;
    -o | --output | --report | --events | --analysis | --rows)
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      return
      ;;
    --customers | --seed | --threads | --confidence | --variant | --precision | --batch | --trace-customer | \
      --arm | --control | --conversion | --retention | --mean | --ratio | --time | --covariate | --lower | --segment | --split | \
      --metric | --effect | --baseline | --sd | --arms | --power | --alpha | --looks | --delta | --cuped-correlation | \
      --cluster-size | --cluster-variation | --icc | --traffic | --follow-up | --days | --population | --horizon | \
      --value-per-conversion | --prior-sd | --tests | --synthetic-customers | --replicates)
      return
      ;;
    *)
      case $verb in
        '') words='check simulate compare size experiment analyze report calc --help --version' ;;
        check) words=$answer ;;
        simulate) words="$answer --report $run --trace-customer --events" ;;
        compare) words="$answer --report $run --adjust --fail-on-guardrail" ;;
        size) words="$answer --report $size" ;;
        experiment) words="$answer --report $experiment" ;;
        analyze) words="$answer --report $analyze" ;;
        report) words='--help --output' ;;
        calc) words='--help --list' ;;
      esac
      if [[ -n $verb && $word != -* ]]; then
        mapfile -t COMPREPLY < <(compgen -f -X "$files" -- "$word" && compgen -d -- "$word")
        return
      fi
      ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

shopt -s extglob
complete -o filenames -F _journeylab journeylab scripts/journeylab
