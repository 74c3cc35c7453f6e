namespace Xia.Laboratory.Tests.Results.Recording;

/// <summary>What result.json of the sample run is, to the byte; a change here is a change of the schema.</summary>
internal static class GoldenResult
{
    internal const string Text = """
        {
          "schema": "xia.result/1",
          "scenario": "pair",
          "seed": 1,
          "digest": "DIGEST",
          "provenance": {
            "version": "1.2.3",
            "commit": "c0ffee",
            "scenarioDigest": "SCENARIO",
            "costs": "zen5"
          },
          "arms": [
            {
              "name": "xia",
              "network": "xia",
              "mobility": "rebind",
              "forwarding": "none",
              "kick": false,
              "anticipated": false,
              "sourceDiesAtCommit": false,
              "strategy": "pre-copy",
              "metrics": {
                "pauseMs": 35.250001,
                "wireBytes": 123456789,
                "latencyMs": {
                  "before": {
                    "p50": 17.5,
                    "max": 20
                  },
                  "after": {
                    "p50": 30
                  }
                },
                "goodputDip": {
                  "share": 0.333333
                },
                "sessionsBroken": 0,
                "newClientMs": null
              },
              "limits": {
                "pauseMs": 30
              },
              "promise": {
                "text": "every session lives",
                "kept": true
              },
              "moves": [
                {
                  "machine": "web",
                  "from": "hostA",
                  "to": "hostB",
                  "strategy": "pre-copy",
                  "outcome": "completed",
                  "reason": null,
                  "endHash": "00ff",
                  "metrics": {
                    "pauseMs": 35.250001,
                    "wireBytes": 123456789,
                    "latencyMs": {
                      "before": {
                        "p50": 17.5,
                        "max": 20
                      },
                      "after": {
                        "p50": 30
                      }
                    },
                    "goodputDip": {
                      "share": 0.333333
                    },
                    "sessionsBroken": 0,
                    "newClientMs": null
                  },
                  "limits": {
                    "pauseMs": 30
                  }
                }
              ],
              "sessions": [
                {
                  "client": "stream",
                  "kind": "stream",
                  "promised": true,
                  "outcome": "lived",
                  "reason": null,
                  "stallMs": 1.5
                }
              ],
              "captures": [
                {
                  "file": "xia.pcapng",
                  "bytes": 3,
                  "sha256": "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81"
                }
              ],
              "files": [],
              "failures": [],
              "notes": [
                "costs of one machine"
              ]
            }
          ]
        }

        """;
}
