# bash completes the words of journeylab. To use it: source scripts/completion/journeylab.bash

_journeylab() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb='' i
  for ((i = 1; i < COMP_CWORD; ++i)); do
    case ${COMP_WORDS[i]} in check | simulate | compare | analyze | report | calc)
      verb=${COMP_WORDS[i]}
      break
      ;;
    esac
  done
  local answer='--help --format --output --color'
  local run='--customers --seed --threads --confidence --variant --precision --executor --batch'
  local analyze='--analysis --arm --control --conversion --retention --mean --ratio --time --covariate --lower'
  analyze+=' --segment --split --confidence --adjust --force'
  local words='' files='!*.y?(a)ml'
  [[ $verb == analyze ]] && files='!*.csv?(.gz)'
  [[ $verb == report ]] && files='!*.json'
  case $before in
    --format) words='text json csv markdown' ;;
    --color) words='auto always never' ;;
    --executor) words='batch reference' ;;
    --adjust) words='holm bonferroni hochberg bh by none' ;;
    -o | --output | --report | --events | --analysis)
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      return
      ;;
    --customers | --seed | --threads | --confidence | --variant | --precision | --batch | --trace-customer | \
      --arm | --control | --conversion | --retention | --mean | --ratio | --time | --covariate | --lower | --segment | --split)
      return
      ;;
    *)
      case $verb in
        '') words='check simulate compare analyze report calc --help --version' ;;
        check) words=$answer ;;
        simulate) words="$answer --report $run --trace-customer --events" ;;
        compare) words="$answer --report $run --adjust --fail-on-guardrail" ;;
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
