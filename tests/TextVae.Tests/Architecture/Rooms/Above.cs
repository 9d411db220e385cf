using TextVae.Tests.Architecture.Rooms.Below;

namespace TextVae.Tests.Architecture.Rooms.Above;

internal sealed class ByBase : Thing;

internal sealed class ByInterface : IEquatable<Thing>
{
    public bool Equals(Thing? other) => other is null;
}

internal sealed class ByConstraint<T>
    where T : Thing
{
    public T? Value { get; set; }
}

internal sealed class ByField
{
    public Dictionary<string, Thing[]>? Things { get; set; }
}

internal sealed class BySignature
{
    public static void Take(IEnumerable<Thing?> things) => _ = things;
}

[Mark]
internal sealed class ByAttribute;

internal sealed class ByMemberAttribute
{
    [Mark]
    public int Number { get; set; }
}

internal sealed class ByCall
{
    public static void Go() => Thing.Touch();
}

internal sealed class ByCatch
{
    public static void Go(Action action)
    {
        try
        {
            action();
        }
        catch (Thing)
        {
            return;
        }
    }
}

internal sealed class ByCast
{
    public static bool Go(object value) => value is Thing;
}

internal sealed class ByTypeOf
{
    public static Type Go() => typeof(Thing);
}

internal sealed class ByGenericMethod
{
    public static object Go() => Array.Empty<Thing>();
}

internal sealed class ByGenericMember
{
    public static int Go(object value) => ((List<Thing>)value).Count;
}

internal sealed class ByLambda
{
    public static Action Go() => () => Thing.Touch();
}

internal sealed class ByClosure
{
    public static Func<int> Go(int number) => () => new Thing { Number = number }.Number;
}

internal sealed class ByLocalFunction
{
    public static void Go()
    {
        Touch();

        static void Touch() => Thing.Touch();
    }
}

internal sealed class ByIterator
{
    public static IEnumerable<int> Go()
    {
        yield return new Thing().Number;
    }
}

internal sealed class ByAsync
{
    public static async Task Go()
    {
        await Task.Yield();
        Thing.Touch();
    }
}

internal sealed class ByNested
{
    public static object Go() => new Inner();

    private sealed class Inner
    {
        public Inner() => Thing.Touch();
    }
}

internal sealed class ByNothing
{
    public static string Go() => string.Empty;
}
