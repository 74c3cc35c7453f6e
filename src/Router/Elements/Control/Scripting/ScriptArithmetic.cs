using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Control.Scripting;

/// <summary>The arithmetic that scripts offer as handlers; whole as long as the numbers are.</summary>
internal static class ScriptArithmetic
{
    private const string TwoNumbers = "expected two numbers";
    private const string OneNumber = "expected one number";
    private const string NeedsNumbers = "expected list of numbers";

    /// <summary>Adds the handlers.</summary>
    public static void AddTo(HandlerTable handlers)
    {
        handlers.ReadWith("add", text => Fold(text, 0, Add));
        handlers.ReadWith("sub", text => Fold(text, 0, Subtract));
        handlers.ReadWith("mul", text => Fold(text, 1, Multiply));
        handlers.ReadWith("min", text => Fold(text, 0, (a, b) => b.Real < a.Real ? b : a));
        handlers.ReadWith("max", text => Fold(text, 0, (a, b) => b.Real > a.Real ? b : a));
        handlers.ReadWith("div", text => Fold(text, 1, Divide));
        handlers.ReadWith("idiv", text => Fold(text, 1, DivideWhole));
        handlers.ReadWith("mod", text => OfTwo(text, Modulus));
        handlers.ReadWith("rem", text => OfTwo(text, Remainder));
        handlers.ReadWith("neg", text => OfOne(text, number => Subtract(ScriptNumber.Of(0), number)));
        handlers.ReadWith("abs", text => OfOne(
            text, number => number.Real < 0 ? Subtract(ScriptNumber.Of(0), number) : number));
        handlers.ReadWith("htons", text => SwapShort(text));
        handlers.ReadWith("ntohs", text => SwapShort(text));
        handlers.ReadWith("htonl", text => SwapLong(text));
        handlers.ReadWith("ntohl", text => SwapLong(text));
    }

    private static string Fold(
        string text, long empty, Func<ScriptNumber, ScriptNumber, ScriptNumber> combine)
    {
        ScriptNumber? sum = null;
        foreach (string word in ArgumentText.Words(text))
        {
            if (!ScriptNumber.TryParse(ArgumentText.Unquote(word), out ScriptNumber number))
            {
                throw new HandlerException(NeedsNumbers);
            }

            sum = sum is { } before ? combine(before, number) : number;
        }

        return (sum ?? ScriptNumber.Of(empty)).ToString();
    }

    private static string OfTwo(string text, Func<ScriptNumber, ScriptNumber, ScriptNumber> combine)
    {
        List<string> words = ArgumentText.Words(text);
        return words.Count == 2 && ScriptNumber.TryParse(words[0], out ScriptNumber left)
            && ScriptNumber.TryParse(words[1], out ScriptNumber right)
            ? combine(left, right).ToString()
            : throw new HandlerException(TwoNumbers);
    }

    private static string OfOne(string text, Func<ScriptNumber, ScriptNumber> change) =>
        ScriptNumber.TryParse(text.Trim(), out ScriptNumber number)
            ? change(number).ToString()
            : throw new HandlerException(OneNumber);

    private static ScriptNumber Add(ScriptNumber left, ScriptNumber right) =>
        left.IsWhole && right.IsWhole
            ? ScriptNumber.Of(unchecked(left.Whole + right.Whole))
            : ScriptNumber.Of(left.Real + right.Real);

    private static ScriptNumber Subtract(ScriptNumber left, ScriptNumber right) =>
        left.IsWhole && right.IsWhole
            ? ScriptNumber.Of(unchecked(left.Whole - right.Whole))
            : ScriptNumber.Of(left.Real - right.Real);

    private static ScriptNumber Multiply(ScriptNumber left, ScriptNumber right) =>
        left.IsWhole && right.IsWhole && Math.BigMul(left.Whole, right.Whole, out long low) == low >> 63
            ? ScriptNumber.Of(low)
            : ScriptNumber.Of(left.Real * right.Real);

    private static ScriptNumber Divide(ScriptNumber left, ScriptNumber right)
    {
        if (right.Real == 0)
        {
            throw new HandlerException("division by zero");
        }

        return left.IsWhole && right.IsWhole && right.Whole != -1 && left.Whole % right.Whole == 0
            ? ScriptNumber.Of(left.Whole / right.Whole)
            : ScriptNumber.Of(left.Real / right.Real);
    }

    private static ScriptNumber DivideWhole(ScriptNumber left, ScriptNumber right)
    {
        ScriptNumber quotient = Divide(left, right);
        return quotient.IsWhole || Math.Abs(quotient.Real) >= long.MaxValue
            ? quotient
            : ScriptNumber.Of((long)quotient.Real);
    }

    private static ScriptNumber Modulus(ScriptNumber left, ScriptNumber right)
    {
        if (!left.IsWhole || !right.IsWhole)
        {
            throw new HandlerException("expected two integers");
        }

        return right.Whole is 0
            ? throw new HandlerException("division by zero")
            : ScriptNumber.Of(right.Whole == -1 ? 0 : left.Whole % right.Whole);
    }

    private static ScriptNumber Remainder(ScriptNumber left, ScriptNumber right) =>
        left.IsWhole && right.IsWhole
            ? Modulus(left, right)
            : ScriptNumber.Of(Math.IEEERemainder(0, 1) + (left.Real % right.Real));

    private static string SwapShort(string text) =>
        ArgumentTypes.Int64(0, ushort.MaxValue)(text.Trim(), out long value, out string? error)
            ? $"{System.Net.IPAddress.HostToNetworkOrder((short)value) & ushort.MaxValue}"
            : throw new HandlerException(error ?? OneNumber);

    private static string SwapLong(string text) =>
        ArgumentTypes.Int64(0, uint.MaxValue)(text.Trim(), out long value, out string? error)
            ? $"{(uint)System.Net.IPAddress.HostToNetworkOrder((int)value)}"
            : throw new HandlerException(error ?? OneNumber);
}
