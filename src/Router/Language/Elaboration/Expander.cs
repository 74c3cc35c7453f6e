using Xia.Router.Language.Parsing;

namespace Xia.Router.Language.Elaboration;

/// <summary>Replaces compounds by what is in them and variables by their values.</summary>
/// <remarks>
/// The elements of a compound are added behind those that are there, then those of them that are compounds
/// are expanded in turn: depth first, in the order in which elements are created. A compound stays as an
/// element without class, paired with its inner ends; <see cref="ConnectionSplicer"/> joins what it leads to.
/// </remarks>
internal sealed class Expander(
    CompoundBody file, Func<string, bool> isClass, Landmark end, MessageList messages)
{
    private const int MaximumElements = 100_000;
    private const int MaximumConnections = 1_000_000;
    private const int MaximumTextLength = 1 << 26;

    private readonly Stack<(int Element, VariableScope Scope)> _open = new();
    private int _textLeft = MaximumTextLength;
    private bool _overflow;

    /// <summary>Expands everything; the file's body then holds elements and ends, and no compound.</summary>
    public void Expand(IReadOnlyDictionary<string, string> variables)
    {
        var scope = new VariableScope(null);
        foreach ((string variable, string value) in file.Definitions)
        {
            scope.Define(variable, value);
        }

        foreach ((string variable, string value) in variables)
        {
            scope.Define(variable, value);
        }

        for (int element = file.Elements.Count - 1; element >= 0; element--)
        {
            _open.Push((element, scope));
        }

        while (!_overflow && _open.TryPop(out (int Element, VariableScope Scope) next))
        {
            Expand(next.Element, next.Scope);
        }
    }

    private void Expand(int index, VariableScope scope)
    {
        BodyElement element = file.Elements[index];
        if (element.Class is null)
        {
            return;
        }

        element.Arguments = Substitute(element, scope);
        if (element.Class is not ElementClass.Compound compound)
        {
            return;
        }

        List<string> arguments = ArgumentText.Split(element.Arguments);
        switch (new OverloadResolver(messages, end).Resolve(element, compound, arguments))
        {
            case (ElementClass.Compound chosen, { } values):
                ExpandInto(index, chosen.Body, values, scope);
                break;
            case (var other, _):
                element.Class = other;
                break;
        }
    }

    private string Substitute(BodyElement element, VariableScope scope)
    {
        var variables = new VariableText(scope, _textLeft);
        string text = variables.Substitute(element.Arguments);
        _textLeft = Math.Max(0, _textLeft - text.Length);
        if (variables.IsCut || _textLeft == 0)
        {
            Overflow(element, $"configuration strings have more than {MaximumTextLength} characters");
        }

        return text;
    }

    private void ExpandInto(
        int index, CompoundBody body, IReadOnlyList<string> values, VariableScope scope)
    {
        BodyElement owner = file.Elements[index];
        owner.Class = null;
        if (file.Elements.Count + body.Elements.Count > MaximumElements)
        {
            Overflow(owner, $"configuration has more than {MaximumElements} elements");
            return;
        }

        if (file.Connections.Count + body.Connections.Count > MaximumConnections)
        {
            Overflow(owner, $"configuration has more than {MaximumConnections} connections");
            return;
        }

        var inner = new VariableScope(scope.Around(body.Depth));
        for (int formal = 0; formal < body.Formals.Count; formal++)
        {
            inner.Define(body.Formals[formal].Variable, values[formal]);
        }

        foreach ((string variable, string value) in body.Definitions)
        {
            inner.Define(variable, new VariableText(inner, MaximumTextLength).Substitute(value));
        }

        int[] indices = Copy(owner, body, inner);
        owner.EntryPartner = indices[0];
        owner.ExitPartner = indices[1];
        foreach (ConnectionDeclaration connection in body.Connections)
        {
            if (indices[connection.From] >= 0 && indices[connection.To] >= 0)
            {
                file.Connect(connection with
                {
                    From = indices[connection.From],
                    To = indices[connection.To],
                });
            }
        }

        for (int inside = indices.Length - 1; inside >= 0; inside--)
        {
            if (indices[inside] >= 0)
            {
                _open.Push((indices[inside], inner));
            }
        }
    }

    // Where each element of the body went; -1 for one that could not be added.
    private int[] Copy(BodyElement owner, CompoundBody body, VariableScope scope)
    {
        int[] indices = new int[body.Elements.Count];
        for (int index = 0; index < indices.Length; index++)
        {
            BodyElement element = body.Elements[index];
            string name = $"{owner.Name}/{element.Name}";
            int known = file.Find(name);
            if (known >= 0)
            {
                messages.Error(owner.Landmark, $"redeclaration of element '{name}'");
                messages.Error(file.Elements[known].Landmark, $"'{name}' previously declared here");
                indices[index] = -1;
                continue;
            }

            if (isClass(name))
            {
                messages.Error(owner.Landmark, $"'{name}' is an element class");
            }

            var copy = new BodyElement(
                name, element.Class, element.Arguments, element.Class is null ? end : element.Landmark);
            copy.Arguments = Substitute(copy, scope);
            messages.CheckName(name, end);
            indices[index] = file.Add(copy);
        }

        for (int index = 0; index < indices.Length; index++)
        {
            if (indices[index] >= 0 && body.Elements[index].EntryPartner >= 0)
            {
                file.Elements[indices[index]].EntryPartner = indices[body.Elements[index].EntryPartner];
                file.Elements[indices[index]].ExitPartner = indices[body.Elements[index].ExitPartner];
            }
        }

        return indices;
    }

    private void Overflow(BodyElement element, string text)
    {
        if (!_overflow)
        {
            messages.Error(element.Landmark, text);
        }

        _overflow = true;
    }
}
