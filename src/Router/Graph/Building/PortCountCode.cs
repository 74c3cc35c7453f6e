using System.Globalization;

namespace Xia.Router.Graph.Building;

/// <summary>
/// How many ports an element takes: <c>1/1</c>, <c>1-2/0</c>, <c>1/-6</c>, <c>2-/-</c>, <c>3</c>,
/// <c>1-/=</c>, <c>1-/=+</c>.
/// </summary>
internal static class PortCountCode
{
    private const int Any = int.MaxValue;

    /// <summary>The counts an element gets when that many ports are connected.</summary>
    public static (int Inputs, int Outputs) Fit(string code, int usedInputs, int usedOutputs)
    {
        int slash = code.IndexOf('/', StringComparison.Ordinal);
        string inputCode = slash < 0 ? code : code[..slash];
        string outputCode = slash < 0 ? code : code[(slash + 1)..];
        int inputs = Clamp(inputCode, usedInputs);
        if (!outputCode.StartsWith('='))
        {
            return (inputs, Clamp(outputCode, usedOutputs));
        }

        // As many outputs as inputs: the larger use decides both; each + is one more output.
        int more = outputCode.Length - 1;
        inputs = Clamp(inputCode, Math.Max(usedInputs, usedOutputs - more));
        return (inputs, inputs + more);
    }

    private static int Clamp(string code, int used)
    {
        int dash = code.IndexOf('-', StringComparison.Ordinal);
        int minimum = Number(dash < 0 ? code : code[..dash], 0);
        int maximum = dash < 0 ? minimum : Number(code[(dash + 1)..], Any);
        return Math.Clamp(used, minimum, maximum);
    }

    private static int Number(string text, int fallback) =>
        text.Length == 0 ? fallback : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
