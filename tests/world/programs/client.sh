#!/bin/sh
# sh client.sh curl [options] | wget
tool=$1
shift
body=$(mktemp) answer=$(mktemp) head=$(mktemp)
trap 'rm -f "$body" "$answer" "$head"' EXIT
tab=$(printf '\t')
while IFS="$tab" read -r method url type data; do
  if [ "$tool" = curl ]; then
    set -- "$@"
    if [ "$method" = HEAD ]; then
      status=$(curl -sS "$@" -I -o "$answer" -w '%{http_code}' "$url")
      : > "$answer"
    elif [ "$data" = - ]; then
      status=$(curl -sS "$@" -X "$method" -o "$answer" -w '%{http_code}' "$url")
    else
      printf %s "$data" | base64 -d > "$body"
      status=$(curl -sS "$@" -X "$method" -H "Content-Type: $type" --data-binary "@$body" -o "$answer" -w '%{http_code}' "$url")
    fi
  else
    if [ "$method" = HEAD ]; then
      wget -q -S --spider "$url" 2> "$head"
      : > "$answer"
    elif [ "$data" = - ]; then
      wget -q -S --content-on-error --method="$method" -O "$answer" "$url" 2> "$head"
    else
      printf %s "$data" | base64 -d > "$body"
      wget -q -S --content-on-error --method="$method" --header="Content-Type: $type" --body-file="$body" -O "$answer" "$url" 2> "$head"
    fi
    status=$(sed -n 's/^  HTTP\/[0-9.]* \([0-9]*\).*/\1/p' "$head" | tail -1)
  fi
  printf '%s\t%s\n' "$status" "$(base64 -w0 < "$answer")"
done
