/**
 * The shared vocabulary of acts and weapons, in the words of the field: acts after the closed lists of recent agreements
 * (South Sudan 2017, Colombia 2016, Syria 2016), weapons after the classes of the Minsk texts and of the OSCE's reports.
 */
export const COMMON = `---
truce: 1
id: common
title: Common vocabulary of acts and weapons
zone: UTC
---
\`\`\`truce
act attack "attack with any weapon"
act shelling "shelling" is attack
act artillery-fire "artillery fire" is shelling
act mortar-fire "mortar fire" is shelling
act rocket-fire "rocket fire" is shelling
act aerial-bombardment "aerial bombardment" is attack
act air-strike "air strike" is aerial-bombardment
act small-arms-fire "small-arms fire" is attack
act sniping "sniping" is small-arms-fire
act atgm-fire "fire with anti-tank guided missiles" is attack
act ground-assault "ground assault" is attack
act raid "raid" is ground-assault
act ambush "ambush" is attack
act bombing "bombing with a planted or carried device" is attack
act chemical-attack "attack with toxic chemicals" is attack
act attack-on-civilians "attack directed at civilians" is attack
act attack-on-medical "attack on medical units or staff" is attack
act attack-on-aid "attack on humanitarian staff, goods or convoys" is attack
act acquire-territory "acquiring or seeking to acquire territory"
act movement-of-forces "movement of forces"
act reinforcement "bringing up reinforcements" is movement-of-forces
act redeployment "redeployment" is movement-of-forces
act recruitment "recruitment"
act child-recruitment "recruitment or use of children" is recruitment
act fortification "building of military positions"
act mine-laying "laying of mines"
act overflight "military overflight"
act surveillance-flight "surveillance flight" is overflight
act siege "siege"
act denial-of-access "denial of humanitarian access"
act access-delay "delay of humanitarian access"
act diversion-of-aid "removal of supplies from convoys"
act detention "detention"
act hostage-taking "hostage-taking" is detention
act abduction "abduction" is detention
act ill-treatment "ill-treatment or torture"
act sexual-violence "sexual violence"
act forced-displacement "forced displacement"
act hostile-propaganda "hostile propaganda"
act hate-speech "hate speech" is hostile-propaganda
act use-of-proxy "acting through a proxy"
act sabotage "sabotage"
act rearming "acquiring arms"
act restriction-of-movement "restriction of the monitors' freedom of movement"
act release-of-detainees "release of detainees"
act exchange-of-prisoners "exchange of prisoners" is release-of-detainees
act withdrawal "withdrawal"
act convoy-passage "passage of a convoy"
act evacuation "evacuation"
act notify "notification"
act answer "answer"
act patrol "patrol"
act repair-work "repair of infrastructure"

weapon small-arms "small arms"
weapon heavy-weapon "heavy weapon"
weapon artillery "artillery" is heavy-weapon
weapon howitzer "howitzer" is artillery
weapon mortar "mortar" is artillery
weapon tank "tank" is heavy-weapon
weapon mlrs "multiple-launch rocket system" is heavy-weapon
weapon grad "Grad" is mlrs
weapon tornado-s "Tornado-S" is mlrs
weapon uragan "Uragan" is mlrs
weapon smerch "Smerch" is mlrs
weapon tochka "Tochka or Tochka-U tactical missile" is heavy-weapon
weapon atgm "anti-tank guided missile"
weapon rocket "rocket"
weapon mine "mine"
weapon ied "improvised explosive device"
weapon air-weapon "weapon used from the air"
weapon aircraft "combat aircraft" is air-weapon
weapon helicopter "helicopter" is air-weapon
weapon drone "armed drone" is air-weapon
weapon barrel-bomb "barrel bomb" is air-weapon
weapon chemical-agent "toxic chemical"
\`\`\`
`;
