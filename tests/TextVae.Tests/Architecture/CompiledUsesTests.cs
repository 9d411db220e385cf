using TextVae.Tests.Architecture.Rooms.Above;
using TextVae.Tests.Architecture.Rooms.Below;

namespace TextVae.Tests.Architecture;

public sealed class CompiledUsesTests
{
    private static readonly ILookup<string, TypeName> Uses = CompiledUses
        .In(typeof(CompiledUsesTests).Assembly.Location)
        .ToLookup(use => use.User.ToString(), use => use.Used);

    [Theory]
    [InlineData(typeof(ByBase))]
    [InlineData(typeof(ByInterface))]
    [InlineData(typeof(ByConstraint<>))]
    [InlineData(typeof(ByField))]
    [InlineData(typeof(BySignature))]
    [InlineData(typeof(ByCall))]
    [InlineData(typeof(ByCatch))]
    [InlineData(typeof(ByCast))]
    [InlineData(typeof(ByTypeOf))]
    [InlineData(typeof(ByGenericMethod))]
    [InlineData(typeof(ByGenericMember))]
    [InlineData(typeof(ByLambda))]
    [InlineData(typeof(ByClosure))]
    [InlineData(typeof(ByLocalFunction))]
    [InlineData(typeof(ByIterator))]
    [InlineData(typeof(ByAsync))]
    [InlineData(typeof(ByNested))]
    public void A_use_is_seen_wherever_it_hides(Type user) =>
        Assert.Contains(new TypeName(typeof(Thing).Namespace!, nameof(Thing)), Uses[user.FullName!]);

    [Theory]
    [InlineData(typeof(ByAttribute))]
    [InlineData(typeof(ByMemberAttribute))]
    public void A_use_as_an_attribute_is_seen(Type user) =>
        Assert.Contains(new TypeName(typeof(MarkAttribute).Namespace!, nameof(MarkAttribute)), Uses[user.FullName!]);

    [Fact]
    public void What_uses_nothing_is_not_accused() =>
        Assert.DoesNotContain(Uses[typeof(ByNothing).FullName!], used => used.Namespace == typeof(Thing).Namespace);
}
