using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Writing;

namespace Xia.Laboratory.Tests.Scenarios.Writing;

internal sealed class ScenarioWriterTests
{
    private TemporaryScenario _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryScenario();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Write_AndReadAgain_GivesTheSame()
    {
        string text = TemporaryScenario.Valid
            .Replace("services:", "workload: { trace: idle }, address: 10.1.0.77, services:")
            .Replace("loss: 0.1%", "loss: 0.1%, jitter: 10us, subnet: 10.1.9.0/30")
            .Replace("limit: 32MiBps", "limit: 32MiBps, maxTime: 14s, forcedPause: 340.7ms")
            .Replace("arms:\n", """
                  - { on: web.resumed, after: 5ms, write: r1.rt.add, value: "a \"b\" \\ c", arm: ip-none }
                  - { at: 3s, link: r1-r2, loss: 5%, delay: 7ms, rate: 1Mbps, down: true }
                  - { at: 5s, corrupt: { link: r1-r2, migrationFrame: 3, byte: -1 } }
                arms:

                """)
            .Replace("graph: router", "graph: { xia: own.click, ip: own.click }, role: router");
        Scenario first = _folder.Read(text);

        string written = ScenarioWriter.Write(first);
        Scenario second = _folder.Read(written);

        Assert.That(ScenarioWriter.Write(second), Is.EqualTo(written));
        Assert.That(second.Digest, Is.EqualTo(first.Digest));
    }

    [Test]
    public void Digest_SpellingCommentsSeedAndTitle_DoNotCount()
    {
        string digest = _folder.Read(TemporaryScenario.Valid).Digest;
        string other = TemporaryScenario.Valid
            .Replace("until: 10s", "# how long\ntitle: A pair\nseed: 99\nuntil: 10000ms");

        Assert.That(_folder.Read(other).Digest, Is.EqualTo(digest));
        Assert.That(digest, Does.Match("^sha256:[0-9a-f]{64}$"));
    }

    [TestCase("until: 10s", "until: 11s")]
    [TestCase("loss: 0.1%", "loss: 0.2%")]
    [TestCase("until: 10s", "until: 10s\ncosts: none")]
    public void Digest_OtherValue_Differs(string original, string changed) =>
        Assert.That(
            _folder.Read(TemporaryScenario.Valid.Replace(original, changed)).Digest,
            Is.Not.EqualTo(_folder.Read(TemporaryScenario.Valid).Digest));

    [Test]
    public void Digest_OtherBytesOfANamedFile_Differs()
    {
        string before = _folder.Read(TemporaryScenario.Valid).Digest;
        _folder.Put("library/ip/router.click", "// other\n");

        Assert.That(_folder.Read(TemporaryScenario.Valid).Digest, Is.Not.EqualTo(before));
    }
}
