using System.Reflection;

namespace Xia.Click.Tests.Mutation;

/// <summary>Members that the router keeps to itself.</summary>
internal static class Hidden
{
    private const BindingFlags Own =
        BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;

    public static FieldInfo[] Fields(Type type) => type.GetFields(Own);

    public static FieldInfo Field(Type type, string name) =>
        type.GetField(name, Own) ?? throw new MissingFieldException(type.FullName, name);

    public static PropertyInfo Property(Type type, string name) =>
        type.GetProperty(name, Own) ?? throw new MissingMemberException(type.FullName, name);

    public static T Make<T>(params object?[] arguments) =>
        (T)Activator.CreateInstance(typeof(T), Own, null, arguments, null)!;
}
