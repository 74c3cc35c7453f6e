using Xia.Router.Language.Parsing;

namespace Xia.Router.Language.Elaboration;

/// <summary>Chooses the definition of a compound that fits a use.</summary>
/// <param name="messages">Where errors go.</param>
/// <param name="end">The end of the file, to which Click ascribes that nothing fits.</param>
internal sealed class OverloadResolver(MessageList messages, Landmark end)
{
    /// <summary>
    /// The first definition whose ports and arguments fit, with its parameters' values. If none does, the
    /// last one whose arguments fit, so that what is wrong with the ports can be said; or an element class
    /// that <c>...</c> added, without values.
    /// </summary>
    public (ElementClass Class, IReadOnlyList<string>? Values) Resolve(
        BodyElement use, ElementClass.Compound compound, List<string> arguments)
    {
        (ElementClass Class, IReadOnlyList<string>? Values) closest =
            (new ElementClass.Unknown(compound.Name), null);
        ElementClass? candidate = compound;
        int count = 0;
        for (; candidate is ElementClass.Compound at; candidate = at.Next)
        {
            count++;
            IReadOnlyList<string>? values = CompoundArguments.Assign(at.Body.Formals, arguments);
            if (values is null)
            {
                continue;
            }

            closest = (at, values);
            if (at.Body.InputCount == use.InputCount && at.Body.OutputCount == use.OutputCount)
            {
                return closest;
            }
        }

        if (candidate is not null)
        {
            return (candidate, null);
        }

        if (count > 1 || closest.Values is null)
        {
            Complain(use, compound, arguments.Count);
        }

        return closest;
    }

    private void Complain(BodyElement use, ElementClass.Compound compound, int arguments)
    {
        string what = CompoundArguments.Describe(
            compound.Body.PrintableName, arguments, use.InputCount, use.OutputCount);
        messages.Error(end, $"no match for '{what}'");
        messages.Error(compound.Body.Landmark, "candidates are:");
        for (ElementClass? at = compound; at is ElementClass.Compound one; at = one.Next)
        {
            messages.Error(one.Body.Landmark, "  " + CompoundArguments.Describe(one.Body));
        }
    }
}
