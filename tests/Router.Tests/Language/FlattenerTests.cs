using Xia.Router.Language;
using Xia.Router.Language.Elaboration;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Language;

internal sealed class FlattenerTests
{
    [TestCase("Idle -> Discard;", "Idle@1::Idle() Discard@2::Discard() 0:0>1:0")]
    [TestCase(
        "a, b :: Idle(1); a -> c :: Discard; b -> c",
        "a::Idle(1) b::Idle(1) c::Discard() 0:0>2:0 1:0>2:0")]
    [TestCase("i :: Idle; i[2] -> [1]Idle", "i::Idle() Idle@2::Idle() 0:2>1:1")]
    [TestCase(
        "Idle -> Null -> Discard",
        "Idle@1::Idle() Null@2::Null() Discard@3::Discard() 0:0>1:0 1:0>2:0")]
    [TestCase(
        "i :: Idle => Null, Null => [0,1] d :: Idle",
        "i::Idle() Null@2::Null() Null@3::Null() d::Idle() 0:0>1:0 0:1>2:0 1:0>3:0 2:0>3:1")]
    [TestCase("a, b :: Idle; a, b -> d :: Discard", "a::Idle() b::Idle() d::Discard() 0:0>2:0 1:0>2:0")]
    [TestCase(
        "Idle -> (-> Null -> Null ->) -> Discard",
        "Idle@1::Idle() Null@5::Null() Null@6::Null() Discard@7::Discard() 0:0>1:0 1:0>2:0 2:0>3:0")]
    [TestCase("i :: Idle; i -> d :: Discard; i -> d", "i::Idle() d::Discard() 0:0>1:0")]
    [TestCase("# 1 \"x\"\n/* c */ Idle -> // e\n Discard", "Idle@1::Idle() Discard@2::Discard() 0:0>1:0")]
    [TestCase("", "")]
    public void Flatten_Connections(string text, string expected) =>
        Assert.That(Flat(text), Is.EqualTo(expected));

    [TestCase(
        "elementclass X { $a, K $b | input -> Paint($a) -> Print($b) -> output } Idle -> x :: X(3, K hi) "
        + "-> Discard",
        "Idle@1::Idle() Discard@3::Discard() x/Paint@1::Paint(3) x/Print@2::Print(hi) 3:0>1:0 0:0>2:0 "
        + "2:0>3:0")]
    [TestCase(
        "Idle -> { input -> Null -> output } -> Discard",
        "Idle@1::Idle() Discard@3::Discard() @2/Null@1::Null() 2:0>1:0 0:0>2:0")]
    [TestCase(
        "elementclass X { -> Null -> } Idle -> X -> Discard",
        "Idle@1::Idle() Discard@3::Discard() X@2/Null@1::Null() 2:0>1:0 0:0>2:0")]
    [TestCase(
        "elementclass A { input -> Null -> output } elementclass B { input -> A -> A -> output } Idle -> "
        + "b :: B -> Discard",
        "Idle@1::Idle() Discard@3::Discard() b/A@1/Null@1::Null() b/A@2/Null@1::Null() 3:0>1:0 0:0>2:0 "
        + "2:0>3:0")]
    [TestCase(
        "elementclass X { $a | Idle($a) -> output || $a, $b | Idle($a$b) -> output } X(1) -> Discard; "
        + "X(1, 2) -> Discard",
        "Discard@2::Discard() Discard@4::Discard() X@1/Idle@1::Idle(1) X@3/Idle@1::Idle(12) 2:0>0:0 3:0>1:0")]
    [TestCase(
        "elementclass X { __REST__ $r | Idle($r) -> output } X(1, 2, 3) -> Discard",
        "Discard@2::Discard() X@1/Idle@1::Idle(1, 2, 3) 1:0>0:0")]
    [TestCase(
        "define($x 5) elementclass X { Idle($x) -> output } X -> Discard",
        "Discard@2::Discard() X@1/Idle@1::Idle(5) 1:0>0:0")]
    [TestCase(
        "x :: { [0] -> Null -> [1] output; Idle -> [0] output } Idle -> x; x[0,1] -> Discard",
        "Idle@2::Idle() Discard@3::Discard() x/Null@1::Null() x/Idle@2::Idle() 2:0>1:0 3:0>1:0 0:0>2:0")]
    public void Flatten_Compounds(string text, string expected) =>
        Assert.That(Flat(text), Is.EqualTo(expected));

    [TestCase("$x ${x} ${y-7} ${y} '$x' \"$x\"", "a b a b 7 ${y} '$x' \"a b\"")]
    [TestCase("${x[1]} ${x[5]}$", "b $")]
    [TestCase("${x[$n]}${y-$x}", "ba b")]
    [TestCase("$xy $$x /* $x */ // $x", "$xy $$x /* $x */ // $x")]
    [TestCase("\"$q\" $q", "\"1 \\\"2\\\"\" 1 \"2\"")]
    [TestCase("$(x) $(y z)", "a b $(y z)")]
    [TestCase("$e", "$e")]
    [TestCase(".$e.", "..")]
    public void Substitute_Cases(string text, string expected)
    {
        var scope = new VariableScope(null);
        scope.Define("x", "a b");
        scope.Define("n", "1");
        scope.Define("q", "1 \"2\"");
        scope.Define("e", "");
        Assert.That(new VariableText(scope, 1000).Substitute(text), Is.EqualTo(expected));
    }

    [Test]
    public void Substitute_OfVariablesThatGrow_IsCut()
    {
        var scope = new VariableScope(null);
        scope.Define("x", "$x$x$x");
        var variables = new VariableText(scope, 1000);
        Assert.That(variables.Substitute("$x"), Has.Length.LessThan(20_000));
        Assert.That(variables.IsCut);
    }

    [Test]
    public void Variables_OfTheEnvironment_WinOverDefine()
    {
        string flat = Flat("define($x 1, $y 2) Idle($x, $y) -> Discard", new() { ["x"] = "9" });
        Assert.That(flat, Does.StartWith("Idle@1::Idle(9, 2)"));
    }

    [Test]
    public void Print_OfAConfiguration_ParsesToTheSame()
    {
        const string Text = "elementclass X { input -> Paint(\"a\\\"b\") -> [1] output; input[1] -> output } "
            + "i :: Idle -> x :: X -> Discard; i[1] -> [1] x [1] -> Discard;";
        Configuration first = Flattener.Flatten(Text, "config", Bench.Environment());
        string printed = ConfigurationPrinter.Print(first);
        Configuration second = Flattener.Flatten(printed, "config", Bench.Environment());
        Assert.That(ConfigurationPrinter.Print(second), Is.EqualTo(printed));
    }

    [TestCase("Idle -> Foo(1);", "config:1: undeclared element 'Foo'")]
    [TestCase("x :: Foo;", "config:1: unknown element class 'Foo'")]
    [TestCase("Idle -> foo;", "config:1: undeclared element 'foo'")]
    [TestCase(
        "a :: Idle;\na :: Idle;",
        "config:2: redeclaration of element 'a'\nconfig:1: element 'a' previously declared here")]
    [TestCase("Idle :: Idle;", "config:1: class 'Idle' used as element name")]
    [TestCase("a :: Idle; a(3) -> Discard;", "config:1: configuration string ignored on element reference")]
    [TestCase("Idle -> 33 :: Discard;", "config:1: element name '33' has all-digit component")]
    [TestCase("Idle -> -> Discard;", "config:1: syntax error near '->'")]
    [TestCase(
        "Idle, Idle -> Discard, Discard",
        "config:1: syntax error: many-to-many connections require '=>'")]
    [TestCase(
        "i :: Idle; i[0,1] => [0-2] Idle",
        "config:1: connection mismatch: 2 outputs connected to 3 inputs")]
    [TestCase("Idle[x] -> Discard", "config:1: syntax error: port number should be integer")]
    [TestCase("elementclass X { $a, $a | }", "config:1: parameter '$a' multiply defined")]
    [TestCase(
        "elementclass X { K $a, $b | }",
        "config:1: compound element parameters out of order\nconfig:1: (The correct order is '[positional], "
        + "[keywords], [__REST__]'.)")]
    [TestCase("elementclass X Foo", "config:1: unknown element class 'Foo'")]
    [TestCase("define(x 3)", "config:1: bad 'define' declaration: not a variable")]
    [TestCase(
        "elementclass X { input -> output } x :: X; Idle -> x -> Discard; Idle -> [1] x",
        "config:1: 'x' has no input 1")]
    [TestCase(
        "elementclass X { input -> output; Idle -> [1] output }\nx :: X; Idle -> x -> Discard",
        "config:2: 'x' output 1 unused")]
    [TestCase("elementclass X { input[1] -> Discard } Idle -> [1] x :: X", "config:1: 'X' input 0 missing")]
    [TestCase(
        "elementclass X { $a | Idle($a) -> output } X -> Discard",
        "config:1: no match for 'X[0 inputs, 1 output]'\nconfig:1: candidates are:\n"
        + "config:1:   X(<arg>)[0 inputs, 1 output]")]
    [TestCase(
        "Idle -> \n\n Foo(1);\n Bar(2) -> Idle; x ::",
        "config:3: undeclared element 'Foo'\nconfig:4: undeclared element 'Bar'\nconfig:4: missing element "
        + "type in declaration\nconfig:4: unknown element class 'x'")]
    [TestCase("# 17 \"a.click\"\nIdle -> Foo(1)", "a.click:17: undeclared element 'Foo'")]
    [TestCase("Idle('x) -> Discard", "config:1: expected ')'")]
    public void Flatten_Wrong_SaysWhatClickSays(string text, string expected) =>
        Assert.That(Bench.ErrorOf(text), Is.EqualTo(expected));

    [Test]
    public void Flatten_Wrong_KeepsTheColumn()
    {
        RouterConfigurationException error = Assert.Throws<RouterConfigurationException>(
            () => Flattener.Flatten("Idle\n  -> Foo(3);", "f.click", Bench.Environment()))!;
        Assert.That(error.Messages[0].Landmark, Is.EqualTo(new Landmark("f.click", 2, 6)));
    }

    [Test]
    public void Flatten_CallsOfHandlersInQuotes_KeepTheirForm() =>
        Assert.That(
            Flat("define($n 3); Idle -> Discard; Message(\"x $(div $(c.count) $t) $n $(add $n $t)\")"),
            Does.Contain("(\"x $(div $(c.count) $t) 3 $(add 3 $t)\")"));

    private static string Flat(string text, Dictionary<string, string>? variables = null)
    {
        Configuration flat = Flattener.Flatten(text, "config", Bench.Environment(variables));
        return string.Join(' ', flat.Elements
            .Select(element => $"{element.Name}::{element.ClassName}({element.Arguments})")
            .Concat(flat.Connections.Select(c => $"{c.From}:{c.FromPort}>{c.To}:{c.ToPort}")));
    }
}
