#!/usr/bin/env bash
# A safe rollout over Azure Machine Learning's REST API alone: curl and jq, nothing else.
#
#   teal exec -- bash examples/rest/rollout.sh
#
# One line for each check, then "N passed, M failed"; exit 0 only when M is 0. What it makes, it deletes.
set -uo pipefail

version=2024-04-01
files=$(cd "$(dirname "${BASH_SOURCE[0]}")/../safe-rollout" && pwd)
base=${AZUREML_DEV_URL_MFE:?start it with: teal exec -- bash $0}
workspace="/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/$AZURE_DEFAULTS_GROUP"
workspace+="/providers/Microsoft.MachineLearningServices/workspaces/$AZURE_DEFAULTS_WORKSPACE"
wait_seconds=${WAIT_SECONDS:-600}
run=$(date +%s)-$$
endpoint=rest-$run
token_endpoint=rest-token-$run
image=mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu20.04:latest
passed=0
failed=0
status=
body=$(mktemp)
trap 'rm -f "$body"' EXIT

# ------------------------------------------------------------------------------------------------ checks

# check NAME ACTUAL EXPECTED
check() {
  if [ "$2" == "$3" ]; then
    passed=$((passed + 1))
    echo "ok   $1"
  else
    failed=$((failed + 1))
    echo "FAIL $1: expected '$3', got '$2'; the last answer was $status: $(head -c 600 "$body")"
  fi
}

# present NAME TEXT
present() { check "$1" "$([ -n "$2" ] && [ "$2" != null ] && echo yes)" yes; }

# finish ends the program; later steps make no sense without this one
finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
  exit
}

# ----------------------------------------------------------------------------------------------- requests

# ask METHOD URL [CURL WORDS]: leaves $status and the file $body
ask() {
  local method=$1 url=$2
  shift 2
  : >"$body"
  status=$(curl --silent --show-error --max-time 120 --cacert "$SSL_CERT_FILE" --request "$method" \
    --output "$body" --write-out '%{http_code}' "$@" "$url")
}

# arm METHOD PATH [JSON]: below the workspace
arm() {
  local words=(--header "Authorization: Bearer $token")
  [ $# -lt 3 ] || words+=(--header 'Content-Type: application/json' --data-binary "$3")
  # Without a body curl sends no length, and a POST without one is refused by many.
  [ "$1" != POST ] || [ $# -ge 3 ] || words+=(--data-binary '')
  local mark='?'
  [[ $2 != *\?* ]] || mark='&'
  ask "$1" "$base$workspace$2${mark}api-version=$version" "${words[@]}"
}

field() { jq --raw-output "$1" "$body" 2>/dev/null; }

# put NAME PATH JSON: a PUT that must be taken
put() {
  arm PUT "$2" "$3"
  check "$1" "${status:0:2}" 20
}

# settled NAME: polls the operation that the last answer names until it is over
settled() {
  local uri state deadline=$((SECONDS + wait_seconds))
  uri=$(field .properties.properties.AzureAsyncOperationUri)
  present "$1: its operation has an address" "$uri"
  while
    ask GET "$uri" --header "Authorization: Bearer $token"
    state=$(field .status)
    [[ $status == 200 && ! $state =~ ^(Succeeded|Failed|Canceled)$ && $SECONDS -lt $deadline ]]
  do sleep 0.5; done
  check "$1: it succeeds" "$state" Succeeded
}

# gone NAME PATH: deletes it and waits until it is not found
gone() {
  local deadline=$((SECONDS + wait_seconds))
  arm DELETE "$2"
  check "$1: the deletion is taken" "$status" 202
  while
    arm GET "$2"
    [[ $status == 200 && $SECONDS -lt $deadline ]]
  do sleep 0.5; done
  check "$1: it is gone" "$status" 404
}

# score NAME URI CREDENTIAL [DEPLOYMENT]: the sample's two rows get two numbers
score() {
  local words=(--header "Authorization: Bearer $3" --header 'Content-Type: application/json')
  [ $# -lt 4 ] || words+=(--header "azureml-model-deployment: $4")
  ask POST "$2" "${words[@]}" --data-binary "@$files/sample-request.json"
  check "$1: 200" "$status" 200
  check "$1: two numbers" "$(jq --compact-output 'map(type)' "$body" 2>/dev/null)" '["number","number"]'
}

# upload NAME FOLDER PLACE: every file of a folder, each as one blob
upload() {
  local file sent=0 total=0
  while IFS= read -r -d '' file; do
    total=$((total + 1))
    ask PUT "$blobs/$3/${file#"$2"/}?$sas" --header 'x-ms-blob-type: BlockBlob' \
      --header 'x-ms-version: 2021-08-06' --header 'Content-Type: application/octet-stream' --upload-file "$file"
    [ "$status" != 201 ] || sent=$((sent + 1))
  done < <(find "$2" -type f -not -name '*.pyc' -print0)
  check "$1: every file is uploaded" "$sent of $total" "$total of $total"
  present "$1: there were files" "${total#0}"
}

# -------------------------------------------------------------------------------------------------- tokens

if command -v az >/dev/null; then
  token=$(az account get-access-token --query accessToken --output tsv)
  check 'the token of az is a JWT' "$(tr -dc . <<<"$token")" ..
fi
ask GET "$IDENTITY_ENDPOINT?resource=https://management.azure.com&api-version=2019-08-01" \
  --header "X-IDENTITY-HEADER: $IDENTITY_HEADER"
check 'a token of the managed identity' "$status" 200
token=${token:-$(field .access_token)}
present 'an access token' "$token"
[ "$failed" -eq 0 ] || finish

ask GET "$base$workspace?api-version=$version" --header 'Authorization: Bearer nonsense'
check 'another token is refused' "$status" 401

# ---------------------------------------------------------------------------------- workspace and datastore

arm GET ''
check 'the workspace' "$status $(field .name)" "200 $AZURE_DEFAULTS_WORKSPACE"
location=$(field .location)
present 'its location' "$location"

arm GET '/datastores?isDefault=true'
check 'the default datastore' "$status $(field '.value | length')" '200 1'
datastore=$(field '.value[0].name')
container=$(field '.value[0].properties.containerName')
blobs=https://$(field '.value[0].properties.accountName').blob.core.windows.net/$container
arm POST "/datastores/$datastore/listSecrets"
check 'its secrets' "$status $(field .secretsType)" '200 Sas'
sas=$(field .sasToken)
present 'its SAS' "$sas"

ask PUT "$blobs/rest/$run/refused?${sas/sig=/sig=x}" --header 'x-ms-blob-type: BlockBlob' \
  --header 'x-ms-version: 2021-08-06' --data-binary refused
check 'a forged SAS is refused' "$status" 403

# -------------------------------------------------------------------------------------------------- assets

for number in 1 2; do
  name=rest-$number-$run
  from=$files/model-$number
  upload "code $number" "$from/onlinescoring" "rest/$run/code-$number"
  put "code $number" "/codes/$name/versions/1" "$(jq -n --arg uri "$blobs/rest/$run/code-$number" \
    '{properties: {description: "Scores rows of ten numbers.", codeUri: $uri}}')"

  upload "model $number" "$from/model" "rest/$run/model-$number/model"
  paths="azureml://datastores/$datastore/paths/rest/$run/model-$number/model"
  put "model $number" "/models/$name/versions/1" "$(jq -n --arg uri "$paths" \
    '{properties: {modelType: "custom_model", modelUri: $uri}}')"

  put "environment $number" "/environments/$name/versions/1" "$(jq -n --arg image "$image" \
    --rawfile conda "$from/environment/conda.yaml" '{properties: {image: $image, condaFile: $conda}}')"
  for kind in codes models environments; do
    arm GET "/$kind/$name/versions/1"
    check "$kind $number are kept" "$status $(field .id)" "200 $workspace/$kind/$name/versions/1"
  done
done

# ---------------------------------------------------------------------------------- endpoints, deployments

# endpoint_body AUTH TRAFFIC
endpoint_body() {
  jq -n --arg location "$location" --arg auth "$1" --argjson traffic "$2" \
    '{location: $location, properties: {authMode: $auth, traffic: $traffic}}'
}

# deployment_body NUMBER CAPACITY
deployment_body() {
  jq -n --arg location "$location" --arg at "$workspace" --arg name "rest-$1-$run" --argjson capacity "$2" '{
    location: $location, kind: "Managed", sku: {name: "default", capacity: $capacity},
    properties: {
      endpointComputeType: "Managed", instanceType: "Standard_DS3_v2", scaleSettings: {scaleType: "Default"},
      model: "\($at)/models/\($name)/versions/1",
      environmentId: "\($at)/environments/\($name)/versions/1",
      codeConfiguration: {codeId: "\($at)/codes/\($name)/versions/1", scoringScript: "score.py"},
      requestSettings: {maxConcurrentRequestsPerInstance: 10}
    }}'
}

# traffic_of ENDPOINT: as the service tells it
traffic_of() {
  arm GET "/onlineEndpoints/$1"
  jq --compact-output --sort-keys .properties.traffic "$body"
}

put 'the endpoint' "/onlineEndpoints/$endpoint" "$(endpoint_body Key '{}')"
settled 'the endpoint'
put 'blue' "/onlineEndpoints/$endpoint/deployments/blue" "$(deployment_body 1 1)"
settled 'blue'
put 'all traffic to blue' "/onlineEndpoints/$endpoint" "$(endpoint_body Key '{"blue": 100}')"
settled 'all traffic to blue'
arm GET "/onlineEndpoints/$endpoint"
check 'the endpoint is ready' "$(field .properties.provisioningState)" Succeeded
scoring=$(field .properties.scoringUri)
present 'its scoring URI' "$scoring"

arm POST "/onlineEndpoints/$endpoint/listKeys"
check 'its keys' "$status $(field 'keys | join(" ")')" '200 primaryKey secondaryKey'
key=$(field .primaryKey)
second=$(field .secondaryKey)
score 'blue scores with the primary key' "$scoring" "$key"
score 'and with the secondary key' "$scoring" "$second"
ask POST "$scoring" --header 'Authorization: Bearer wrong' --data-binary "@$files/sample-request.json"
check 'a wrong key is refused' "$status" 401

arm POST "/onlineEndpoints/$endpoint/deployments/blue/getLogs" '{"tail": 100}'
check 'its logs' "$status $(field .content | grep -q 'scored a request of 2 rows' && echo scored)" '200 scored'
arm POST "/onlineEndpoints/$endpoint/deployments/blue/getLogs" \
  '{"containerType": "StorageInitializer", "tail": 100}'
check 'the logs of its preparation' "$status" 200

put 'green' "/onlineEndpoints/$endpoint/deployments/green" "$(deployment_body 2 1)"
settled 'green'
check 'green has no traffic yet' "$(traffic_of "$endpoint" | jq '.green // 0')" 0
score 'green scores when it is named' "$scoring" "$key" green
arm GET "/onlineEndpoints/$endpoint/deployments"
check 'both deployments' "$(field '[.value[].name] | sort | join(" ")')" 'blue green'

put 'a tenth to green' "/onlineEndpoints/$endpoint" "$(endpoint_body Key '{"blue": 90, "green": 10}')"
settled 'a tenth to green'
check 'the traffic is split' "$(traffic_of "$endpoint")" '{"blue":90,"green":10}'
score 'the split endpoint scores' "$scoring" "$key"
arm PUT "/onlineEndpoints/$endpoint" "$(endpoint_body Key '{"blue": 90, "green": 20}')"
check 'traffic of 110 is refused' "$status" 400

put 'all traffic to green' "/onlineEndpoints/$endpoint" "$(endpoint_body Key '{"green": 100}')"
settled 'all traffic to green'
score 'green scores' "$scoring" "$key"
gone 'blue' "/onlineEndpoints/$endpoint/deployments/blue"
score 'green goes on' "$scoring" "$key"

# --------------------------------------------------------------------------------------- endpoint of tokens

put 'an endpoint of tokens' "/onlineEndpoints/$token_endpoint" "$(endpoint_body AMLToken '{}')"
settled 'an endpoint of tokens'
put 'its deployment' "/onlineEndpoints/$token_endpoint/deployments/blue" "$(deployment_body 1 1)"
settled 'its deployment'
put 'its traffic' "/onlineEndpoints/$token_endpoint" "$(endpoint_body AMLToken '{"blue": 100}')"
settled 'its traffic'
arm GET "/onlineEndpoints/$token_endpoint"
scoring=$(field .properties.scoringUri)
arm POST "/onlineEndpoints/$token_endpoint/token"
check 'its token' "$status $(field .tokenType)" '200 Bearer'
check 'its token lasts' "$(field ".expiryTimeUtc > $(date +%s)")" true
score 'it scores with the token' "$scoring" "$(field .accessToken)"
ask POST "$scoring" --header "Authorization: Bearer $key" --data-binary "@$files/sample-request.json"
check "another endpoint's key is refused" "$status" 401
arm POST "/onlineEndpoints/$token_endpoint/listKeys"
check 'it has no keys' "${status:0:1}" 4

# ---------------------------------------------------------------------------------------------------- end

gone 'the endpoint of tokens' "/onlineEndpoints/$token_endpoint"
gone 'the endpoint' "/onlineEndpoints/$endpoint"
finish
