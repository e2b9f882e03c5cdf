package dev.launcho.core.model;

import java.util.List;
import java.util.random.RandomGenerator;

/** A generator of names that people can tell apart and say aloud; the number makes them unique. */
public final class InstanceNames {
    private static final List<String> ADJECTIVES = words("""
            able agile amber ample apt ashen astute aware azure bold brave breezy brief bright brisk broad bubbly busy
            calm candid cheery chief civil clean clear clever cool coral cosy crisp curly cute dapper daring dear deft
            dry dusky eager early easy elder even exact fair fancy fast fine firm fleet fond frank free fresh frosty
            full funny gentle giddy glad golden good grand great green happy hardy hasty hazel honest humble icy ideal
            inner ivory jolly jovial keen kind lanky large late lavish light lively loud loyal lucid lucky lunar mellow
            merry mighty mild misty modest neat nimble noble odd olive open pale patient perky plain plucky polite
            prime proud pure quick quiet rapid rare ready rich ripe robust rosy round royal ruby rural rustic safe sage
            sandy serene sharp shiny short shy silent silver simple sleek slim smart smooth snowy snug sober soft solar
            solid sonic spry steady stout strong sturdy subtle sunny super sure swift tall tame tidy tiny tough trim
            true upbeat urban usual valid vast vivid warm wary wavy wild wise witty young zany zesty
            """);
    private static final List<String> NOUNS = words("""
            adder ant ape asp auk badger bat bear beaver bee bison boar bobcat buck bull bunny camel carp cat cicada
            clam cobra cod colt condor coot cougar crab crane cricket crow cub deer dingo dodo doe dog donkey dove drake
            duck eagle eel egret eland elk emu ermine falcon fawn ferret finch fish flea fly foal fowl fox frog gannet
            gecko gibbon gnat gnu goat goose grouse gull hare hawk hen heron hippo hornet horse hound ibex ibis iguana
            impala jackal jaguar jay kiwi koala koi krill lamb lark lemur lion lizard llama lobster loon lynx macaw
            magpie mako mantis marlin marten mink minnow mole moose moth mouse mule newt ocelot octopus oriole oryx
            osprey otter owl ox oyster panda panther parrot perch petrel pig pika pike plover pony possum prawn puffin
            pug puma quail quokka rabbit ram raven ray robin rook salmon seal shark sheep shrew shrimp skink skunk sloth
            slug snail snake sole spider squid stag stoat stork swan swift tapir tern thrush tiger toad trout tuna
            turtle viper vole vulture walrus wasp weasel whale wolf wombat wren yak zebra
            """);

    private final RandomGenerator random;

    public InstanceNames(RandomGenerator random) {
        this.random = random;
    }

    public InstanceId next(long number) {
        String adjective = ADJECTIVES.get(random.nextInt(ADJECTIVES.size()));
        String noun = NOUNS.get(random.nextInt(NOUNS.size()));
        return new InstanceId(adjective + "-" + noun + "-" + number);
    }

    /** Returns whether this class may have made the name: a folder {@code my-backup-2026} is somebody else's. */
    public static boolean isName(String text) {
        String[] parts = text.split("-", -1);
        return parts.length == 3
                && ADJECTIVES.contains(parts[0])
                && NOUNS.contains(parts[1])
                && parts[2].matches("[0-9]{1,19}");
    }

    private static List<String> words(String text) {
        return List.of(text.trim().split("\\s+"));
    }
}
