namespace Xia.Click.Tests.Harness;

/// <summary>The runner itself, on tests that are known to pass, fail or be skipped.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class RunnerTests
{
    [TestCase("%script\ntrue\n")]
    [TestCase("ignored\n%info\nignored\n%script\nexit 0\n%eof\n%script\nfalse\n")]
    [TestCase("%script\necho a b\n%expect\na b\n")]
    [TestCase("%script\necho 'a  '; echo; echo b\n%stdout\n\na\nb\n\n\n")]
    [TestCase("%script\necho time 12:34\n%expect\ntime {{\\d+}}:{{\\d+}}\n")]
    [TestCase("%script\necho abc\n%expect\na{{?any b}}bc\n")]
    [TestCase("%script\necho abc\n%expectx\na.c\n")]
    [TestCase("%script\necho 'a.c'\n%expectv\na.c\n")]
    [TestCase("%script\necho ABC\n%expect -i\n{{abc}}\n")]
    [TestCase("%script\necho 'a b  c'\n%expect -w\nab   c\n")]
    [TestCase("%script\necho other\n%expect\none\n%expect -a\nother\n")]
    [TestCase("%script\necho x; echo noise 5; echo y\n%expect\nx\ny\n%ignore\nnoise {{\\d}}\n")]
    [TestCase("%script\necho x; echo '#1'\n%expect\nx\n%ignorex stdout\n#.*\n")]
    [TestCase("%script\ncat\n%file\nhello\n%expect\nhello\n")]
    [TestCase("%script\ncat A/B C\n%file A/B C\n\\%x\n%expect\n\\%x\n\\%x\n")]
    [TestCase("%script\ncat F\n%file -d F\n %script\n%expect\n\\%script\n")]
    [TestCase("%script\ncat F\n%file -e F\naGkK\n%expect\nhi\n")]
    [TestCase("%script\ncat F; echo\n%file +2 F\nabc\n%expect\nab\n")]
    [TestCase("%script\necho bad >&2\n%expect stderr\nbad\n")]
    [TestCase("%script\nclicktest_subtest one; echo x\n%expect\nx\n")]
    [TestCase("%script\necho $LC_ALL $rundir\n%expect\nC ..\n")]
    [TestCase("%script\nfalse || true\n%eot\n%script\ntrue\n")]
    [TestCase("%script\nx=1\n%script\necho $x\n%expect\n1\n")]
    public void RunAll_TestThatHolds_Passes(string text) =>
        Assert.That(Outcome(text), Is.EqualTo(TestOutcome.Passed));

    [TestCase("%script\nfalse\n", "exit status 1")]
    [TestCase("%script\nfalse; true\n", "exit status 1")]
    [TestCase("%script\necho a\n%expect\nb\n", "should be 'b' but is 'a'")]
    [TestCase("%script\necho a\n%expect\na\nb\n", "but is no more")]
    [TestCase("%script\necho a; echo b\n%expect\na\n", "should be no more")]
    [TestCase("%script\necho ac\n%expect\na{{\\d}}c\n", "but is 'ac'")]
    [TestCase("%script\necho a.c\n%expectv\na{{.}}c\n", "but is 'a.c'")]
    [TestCase("%script\necho abc\n%expect\nx\n%expect -a\ny\n", "should be 'x'")]
    [TestCase("%script\ntrue\n%expect FILE\nx\n", "FILE was not made")]
    [TestCase("%script\ntrue\n%expect\n%expect\n", "expected twice")]
    [TestCase("%script\ntrue\n%file ../x\n", "bad filename")]
    [TestCase("%script\ntrue\n%nonsense\n", "unrecognized command")]
    [TestCase("%script\ntrue\n%eot\n%script\nfalse\n", "exit status 1")]
    [TestCase("nothing\n", "no test")]
    public void RunAll_TestThatDoesNotHold_SaysWhy(string text, string reason)
    {
        TestOutcome outcome = Outcome(text);
        Assert.That(outcome.Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(outcome.Reason, Does.Contain(reason));
    }

    [Test]
    public void RunAll_RequirementThatFails_Skips() =>
        Assert.That(Outcome("%require\nfalse\n%script\nfalse\n").Verdict, Is.EqualTo(Verdict.Skipped));

    private static TestOutcome Outcome(string text) =>
        new ClickTestRunner(BuiltCommands.Environment).RunAll(ClickTestReader.Read("TEST", text));
}
